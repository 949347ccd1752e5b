import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from kortisto.embedded.account import Account
from kortisto.embedded.binaries import Binaries
from kortisto.embedded.errors import DataFolderError, ServerFailedError

NAME = "kortisto"
INITDB = (
    *("--username=postgres", "--auth=reject", "--encoding=UTF8", "--no-instructions"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
# The password is random and as long as a key, so that stretching it would only cost time.
SINGLE = ("--single", "-c", "exit_on_error=on", "-c", "scram_iterations=1")
ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"


@dataclass(frozen=True)
class Cluster:
    """The files of one embedded server: its data, password, port, locks and log."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text()

    @property
    def major(self) -> int | None:
        """Major version of the data, None while there are none."""
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def lock_file(self, purpose: str) -> Path:
        return self.folder / f"{purpose}.lock"

    def url(self, port: int) -> str:
        return f"postgresql+asyncpg://{NAME}:{self.password}@127.0.0.1:{port}/{NAME}"


def create(cluster: Cluster, binaries: Binaries, account: Account, *, durable: bool) -> None:
    """Fill an empty folder; a creation that was cut short is thrown away and done again."""
    if cluster.data.exists() and any(cluster.data.iterdir()):
        raise DataFolderError(f"{cluster.data} holds files but no PostgreSQL data; move it away.")
    draft = cluster.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    account.own(draft)
    sync = () if durable else ("--no-sync",)
    run(account, binaries.folder / "initdb", "--pgdata", draft, *INITDB, *sync)
    (draft / "pg_hba.conf").write_text(ACCESS)
    statements = (
        f"CREATE ROLE {NAME} LOGIN CREATEDB CREATEROLE PASSWORD '{new_password(cluster)}';\n"
        f"CREATE DATABASE {NAME} OWNER {NAME};\n"
    )
    postgres = binaries.folder / "postgres"
    run(account, postgres, *SINGLE, "-D", draft, "postgres", text=statements)
    draft.rename(cluster.data)


def new_password(cluster: Cluster) -> str:
    password = secrets.token_hex(32)
    file = cluster.folder / "password"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(password)
    return password


def run(account: Account, program: Path, *arguments: str | Path, text: str = "") -> None:
    try:
        result = account.run(program, *arguments, text=text)
    except OSError as error:
        raise ServerFailedError(f"{program} cannot be run: {error}") from error
    if result.returncode != 0:
        raise ServerFailedError(f"{program.name} failed: {result.stderr.strip()[-1000:]}")
