"""The description of the open data for programs: OpenAPI 3.1, made of the same choices as the answers."""

from stations.api.forms import MOST, USUAL
from stations.choices import Access, Language, Service
from stations.models import Station


def document(root, licence):
    """`root`: the site's address; `licence`: {"text", "url"} as the answers have it."""
    named = {"name": licence["text"], **({"url": licence["url"]} if licence["url"] else {})}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "援助站",
            "version": "1",
            "description": "法律援助站点的开放数据：在哪里、电话、几点开门、能办什么。只读，不含任何个人信息。坐标是 WGS-84。",
            "license": named,
        },
        "servers": [{"url": root}],
        "paths": {"/api/stations": {"get": _stations()}},
        "components": {
            "schemas": {"Station": _station(), "Feature": _feature(), "Licence": _LICENCE, "Error": _ERROR}
        },
    }


def _stations():
    page = {
        "type": "object",
        "required": ["licence", "documentation", "next", "count", "total", "stations"],
        "properties": {
            **_ABOUT,
            "count": {"type": "integer", "description": "这一页几个"},
            "total": {"type": "integer", "description": "合条件的一共几个"},
            "stations": {"type": "array", "items": _ref("Station")},
        },
    }
    points = {
        "type": "object",
        "required": ["type", "features"],
        "properties": {**_ABOUT, "type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": _ref("Feature")}},
    }  # fmt: skip
    return {
        "operationId": "stations",
        "summary": "援助站，按代码排列",
        "description": "JSON 和 GeoJSON 分页，下一页在 next 和 Link 头里；CSV 一次给全。用 ETag 和 If-None-Match 少传没变的。",
        "parameters": [
            _asked("format", {"enum": ["json", "geojson", "csv"]}, "格式；不写就看 Accept 头"),
            _asked("region", {"type": "string", "pattern": "^[0-9]{6}$"}, "区划代码，连同下级，比如 360700"),
            _asked("kind", {"enum": Station.Kind.values}, "类型"),
            _asked("service", {"enum": Service.values}, "能办什么"),
            _asked(
                "updated_since",
                {"type": "string"},
                "这个时间以后改过的，比如 2026-11-01 或 2026-11-01T08:00:00+08:00",
            ),
            _asked("after", {"type": "string", "maxLength": 60}, "从这个代码以后开始（next 里带着）"),
            _asked("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, "一页几个"),
        ],
        "responses": {
            "200": {
                "description": "援助站",
                "headers": {"ETag": {"schema": {"type": "string"}}, "Link": {"schema": {"type": "string"}}},
                "content": {
                    "application/json": {"schema": page},
                    "application/geo+json": {"schema": points},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            "304": {"description": "从上次以后没有变"},
            "400": {
                "description": "问的条件不对",
                "content": {"application/json": {"schema": _ref("Error")}},
            },
            "429": {
                "description": "问得太多，过一会儿再来",
                "headers": {"Retry-After": {"schema": {"type": "integer"}}},
                "content": {"application/json": {"schema": _ref("Error")}},
            },
        },
    }


def _asked(name, schema, said):
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema}


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def _several(values):
    return {"type": "array", "items": {"enum": values}}


_TEXT, _NUMBER = {"type": "string"}, {"type": ["number", "null"]}
_DAY, _MAYBE = {"type": "string", "format": "date"}, {"type": ["string", "null"]}
_LICENCE = {"type": "object", "required": ["text", "url"], "properties": {"text": _TEXT, "url": _TEXT}}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": _TEXT, "fields": {"type": "object"}},
}
_ABOUT = {"licence": _ref("Licence"), "documentation": _TEXT, "next": {"type": ["string", "null"]}}


def _rows(**properties):
    row = {"type": "object", "required": sorted(properties), "additionalProperties": False}
    return {"type": "array", "items": {**row, "properties": properties}}


def _feature():
    """A point of GeoJSON: the same station, its place as longitude and latitude."""
    station = _station()
    told = {name: value for name, value in station["properties"].items() if name not in ("lat", "lng")}
    place = {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"const": "Point"},
            "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        },
    }
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": _TEXT,
            "geometry": {"oneOf": [place, {"type": "null"}]},
            "properties": {**station, "required": sorted(told), "properties": told},
        },
    }


def _station():
    stretch = {
        "type": "object",
        "description": "关门不晚于开门的，开到第二天",
        "properties": {
            "weekday": {"type": "integer", "minimum": 1, "maximum": 7},
            "opens": _TEXT,
            "closes": _TEXT,
        },
    }
    texts = ("code", "name", "kind_name", "host_name", "region", "region_name", "address", "address_note", "phone", "hours",
             "directions", "status_note", "updated_at", "url")  # fmt: skip
    properties = {
        **dict.fromkeys(texts, _TEXT),
        "kind": {"enum": Station.Kind.values},
        "level": {"enum": Station.Level.values},
        "host": {"enum": Station.Host.values},
        "status": {"enum": [Station.Status.OPEN.value, Station.Status.CLOSED_TEMPORARILY.value]},
        "lat": _NUMBER | {"description": "流动车是下一次停的地方"},
        "lng": _NUMBER,
        "opening_hours": {"type": "array", "items": stretch},
        "open_on_holidays": {"type": "boolean"},
        "special_days": _rows(date=_DAY, opens=_MAYBE, closes=_MAYBE, reason=_TEXT),
        "closures": _rows(first=_DAY, until=_MAYBE, reason=_TEXT, instead=_TEXT),
        "next_stops": _rows(place=_TEXT, starts_at=_TEXT, ends_at=_TEXT, lat=_NUMBER, lng=_NUMBER),
        "services": _several(Service.values),
        "languages": _several(Language.values),
        "accessibility": _several(Access.values),
        "verified_on": {"type": ["string", "null"], "format": "date"},
    }
    return {
        "type": "object",
        "required": sorted(properties),
        "properties": properties,
        "additionalProperties": False,
    }
