ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# What a crash of the machine may destroy; autovacuum would hold up the cloning of databases.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "256MB",
}


def server_options(port: int, *, durable: bool) -> list[str]:
    """Command line options of the server; without `durable` a power cut loses the data."""
    chosen = {**ALWAYS, "port": str(port)} | ({} if durable else THROWAWAY)
    return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
