"""Functions and types that searches may use: none that reaches beyond its arguments."""

AGGREGATES = (
    "array_agg avg bit_and bit_or bool_and bool_or corr count covar_pop covar_samp every max min "
    "mode percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 "
    "regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop "
    "var_samp variance"
)

WINDOWS = (
    "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank "
    "row_number"
)

NUMBERS = (
    "abs cbrt ceil ceiling div exp factorial floor gcd lcm least greatest ln log log10 mod "
    "numeric pi power round sign sqrt trunc width_bucket"
)

TEXTS = (
    "ascii btrim char_length character_length chr concat concat_ws initcap left length lower "
    "ltrim md5 octet_length overlay position regexp_count regexp_like regexp_match "
    "regexp_replace regexp_split_to_array regexp_substr replace reverse right rtrim split_part "
    "starts_with strpos substr substring to_char to_date to_number to_timestamp translate trim "
    "unaccent upper"
)

TIMES = (
    "age clock_timestamp date date_bin date_part date_trunc extract isfinite justify_days "
    "justify_hours justify_interval make_date make_interval make_timestamp make_timestamptz now "
    "statement_timestamp transaction_timestamp"
)

COLLECTIONS = (
    "array_append array_cat array_length array_lower array_ndims array_position array_positions "
    "array_prepend array_remove array_replace array_to_string array_upper cardinality "
    "generate_series json_agg json_build_array json_build_object json_object_agg jsonb_agg "
    "jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array "
    "jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text "
    "jsonb_object_agg jsonb_object_keys jsonb_strip_nulls jsonb_typeof row string_to_array "
    "to_json to_jsonb unnest"
)

OTHERS = "coalesce grouping nullif num_nonnulls num_nulls"

FUNCTIONS = frozenset(
    f"{AGGREGATES} {WINDOWS} {NUMBERS} {TEXTS} {TIMES} {COLLECTIONS} {OTHERS}".split()
)
"""What may be called, by PostgreSQL's names in lower case."""

KINDS = (
    "bigint boolean bpchar char date decimal double float int interval json jsonb nchar numeric "
    "real smallint text time timestamp timestamptz timetz uuid varchar"
)

TYPES = frozenset(KINDS.split())
"""What may be cast to, by sqlglot's names in lower case; and arrays of these."""
