"""The whole catalogue in polars: as in duckdb-events.sql and duckdb-cells.sql."""

import polars as pl
from peer import asked, tell

SENT = {
    **dict.fromkeys(["apikey", "action", "event_id", "ts_action", "url", "url_clean"], pl.String),
    **dict.fromkeys(["visitor_site_id", "user_agent", "ua_browser", "ua_devicetype"], pl.String),
    **dict.fromkeys(["channel", "ref_category", "ref_domain", "ref_clean"], pl.String),
    **dict.fromkeys(["referrer", "utm_campaign", "utm_source", "utm_medium"], pl.String),
    **dict.fromkeys(["utm_term", "utm_content", "ip_country"], pl.String),
    **dict.fromkeys(["session_id", "engaged_time_inc"], pl.Int64),
}
SEGMENTS = {
    "device": ["desktop", "mobile", "tablet", "other"],
    "visit": ["new", "returning", "unknown"],
    "origin": ["search", "social", "internal", "direct", "aggregator", "ai", "other"],
    "channel": ["website", "amp", "apln", "fbia", "other"],
}
BREAKDOWNS = ["ref_domain", "ref_url", "utm_campaign", "utm_source", "utm_medium", "utm_term"]
BREAKDOWNS += ["utm_content", "country"]
ENGAGED = ["heartbeat", "vheartbeat"]
NAMED = ["pageview", "heartbeat", "videostart", "vheartbeat", "conversion"]
URL_BUCKET = ["site", "day", "bucket", "url"]
ROWS = [URL_BUCKET, ["site", "day", "url"], ["site", "day", "bucket"], ["site", "day"]]
SUMS = ["page_views", "engaged_seconds", "video_starts", "video_engaged_seconds", "conversions"]

col = pl.col


def seconds_of(name):
    """Epoch seconds; few times have another zone than UTC, or a fraction, which is dropped."""
    text = col(name)
    local = text.str.slice(0, 19).str.replace("T", " ", literal=True)
    zone = text.str.slice(19).str.extract(r"([+-]\d\d:\d\d)$")
    minutes = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(4, 2).cast(pl.Int64)
    offset = pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes) * 60
    return local.str.to_datetime("%Y-%m-%d %H:%M:%S").dt.epoch("s") - offset.fill_null(0)


def among(name, values):
    return pl.when(col(name).is_in(values)).then(col(name))


def counted_events(files, periods, robots):
    sent = pl.scan_ndjson(files, schema=SENT)
    origin = among("ref_category", SEGMENTS["origin"])
    no_origin = col("ref_domain").is_null() & col("referrer").is_null()
    visit = pl.when(col("session_id") == 1).then(pl.lit("new"))
    page = pl.coalesce("url_clean", "url").str.split("?").list.first().str.split("#").list.first()
    session = pl.struct("visitor_site_id", "session_id").hash()
    human = col("user_agent").is_null() | ~col("user_agent").is_in(robots)
    engaged_right = ~col("action").is_in(ENGAGED) | col("engaged_time_inc").is_between(0, 86_400)
    present = [col(name) != "" for name in ["action", "event_id", "visitor_site_id", "page"]]
    accepted = (
        sent.filter(human, col("ua_browser").ne_missing("Googlebot"))
        .with_columns(second=seconds_of("ts_action"), page=page)
        .join(pl.LazyFrame(periods), left_on="apikey", right_on="name")
        .filter(col("second") >= col("from"), col("second") < col("until"), *present)
        .filter(col("session_id").is_null() | (col("session_id") > 0), engaged_right)
        .select(
            "site",
            "day",
            "event_id",
            "page",
            "action",
            *BREAKDOWNS[:1],
            *BREAKDOWNS[2:7],
            bucket=(col("second") // 300 * 300).cast(pl.UInt32),
            engaged=pl.when(col("action").is_in(ENGAGED)).then("engaged_time_inc"),
            visitor=col("visitor_site_id").hash(),
            session=pl.when(col("session_id").is_not_null()).then(session),
            device=among("ua_devicetype", SEGMENTS["device"]).fill_null("other"),
            visit=visit.when(col("session_id") > 1)
            .then(pl.lit("returning"))
            .otherwise(pl.lit("unknown")),
            origin=origin.fill_null(
                pl.when(no_origin).then(pl.lit("direct")).otherwise(pl.lit("other"))
            ),
            channel=among("channel", SEGMENTS["channel"]).fill_null("other"),
            ref_url=pl.coalesce("ref_clean", col("referrer").str.split("?").list.first()),
            country=col("ip_country"),
        )
        .unique(["site", "day", "event_id"], keep="first")
        .collect()
    )
    enums = [col(name).cast(pl.Enum(values)) for name, values in SEGMENTS.items()]
    # Grouping by a number is quicker than by a text.
    url = col("page").rank("dense").cast(pl.UInt32).alias("url")
    return accepted.with_columns(*enums, url).drop("event_id", "page")


def sums_of_actions():
    engaged = col("engaged")
    return {
        "page_views": (col("action") == "pageview").sum(),
        "engaged_seconds": engaged.filter(col("action") == "heartbeat").sum(),
        "video_starts": (col("action") == "videostart").sum(),
        "video_engaged_seconds": engaged.filter(col("action") == "vheartbeat").sum(),
        "conversions": (col("action") == "conversion").sum(),
    }


def catalogue(question):
    events = counted_events(question["files"], question["periods"], question["robots"])
    dimensions = list(SEGMENTS)
    by_visit = [*URL_BUCKET, *dimensions, "visitor", "session"]
    video = col("action").is_in(["videostart", "vheartbeat"]).any()
    visits = events.group_by(by_visit).agg(has_video=video, **sums_of_actions())
    viewers = visits.filter("has_video")
    with_session = visits.filter(col("session").is_not_null())
    cells = []
    for dimension in [None, *dimensions]:
        own = [] if dimension is None else [dimension]
        sums = visits.group_by([*URL_BUCKET, *own]).agg(col(SUMS).sum())
        people = visits.select([*URL_BUCKET, *own, "visitor"]).unique()
        sessions = with_session.select([*URL_BUCKET, *own, "session"]).unique()
        watching = viewers.select([*URL_BUCKET, *own, "visitor"]).unique()
        for row in ROWS:
            table = sums if row is URL_BUCKET else sums.group_by([*row, *own]).agg(col(SUMS).sum())
            cells.append((row, dimension, SUMS, table))
            distincts = [("visitors", people), ("sessions", sessions), ("video", watching)]
            for name, members in distincts:
                member = members.columns[-1]
                distinct = pl.len() if row is URL_BUCKET else col(member).n_unique()
                table = members.group_by([*row, *own]).agg(distinct.alias(name))
                cells.append((row, dimension, [name], table))
    values = events.unpivot(
        BREAKDOWNS, index=[*URL_BUCKET, "action", "engaged"], variable_name="breakdown"
    ).filter(col("value") != "")
    by_value = values.group_by([*URL_BUCKET, "breakdown", "value"]).agg(**sums_of_actions())
    for row in ROWS:
        keys = [*row, "breakdown", "value"]
        table = by_value if row is URL_BUCKET else by_value.group_by(keys).agg(col(SUMS).sum())
        cells.append((row, "breakdown", SUMS, table))
    custom = events.filter(~col("action").is_in(NAMED)).with_columns(all=pl.lit("all"))
    texts = [col(name).cast(pl.String) for name in dimensions]
    custom = custom.with_columns(texts).unpivot(
        ["all", *dimensions, *BREAKDOWNS], index=[*URL_BUCKET, "action"], variable_name="dimension"
    )
    custom = custom.filter(col("value") != "")
    for row in ROWS:
        table = custom.group_by([*row, "dimension", "value", "action"]).agg(events=pl.len())
        cells.append((row, "custom", ["events"], table))
    return events, cells


def numbers(result):
    events, cells = result
    found = {"countedEvents": events.height, "cells5m": 0, "cells1d": 0}
    found |= {"rows5m": 0, "rows1d": 0, "valuesOfUrlBuckets": 0}
    for row, dimension, names, table in cells:
        grain = "5m" if "bucket" in row else "1d"
        for name in names:
            found[f"cells{grain}"] += table.filter(col(name) > 0).height
            if row is URL_BUCKET:
                found["valuesOfUrlBuckets"] += table[name].sum()
        if dimension is None and names is SUMS:
            found[f"rows{grain}"] += table.height
            if row == ["site", "day"]:
                found["pageViews"] = table["page_views"].sum()
                found["engagedSeconds"] = table["engaged_seconds"].sum()
        if dimension is None and names == ["visitors"] and row is URL_BUCKET:
            found["visitorsOfUrlBuckets"] = table["visitors"].sum()
    return found


question = asked()
tell(lambda: catalogue(question), numbers)
