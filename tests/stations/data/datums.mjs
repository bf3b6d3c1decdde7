// Prints datums.csv: points of China in three datums, as npm gcoord converts them. See README.md.
import gcoord from "gcoord";

const { WGS84, GCJ02, BD09 } = gcoord;
const PLACES = {
  "天安门": [39.9087, 116.3975], "赣州": [25.8313, 114.9336], "天水": [34.5809, 105.7249], "沈阳": [41.8057, 123.4315],
  "喀什": [39.4704, 75.9898], "漠河": [53.4807, 122.3668], "三亚": [18.2525, 109.5119], "上海": [31.2304, 121.4737],
  "拉萨": [29.6525, 91.1721], "乌鲁木齐": [43.8256, 87.6168], "抚远": [48.3647, 134.2954], "昆明": [25.0389, 102.7183],
  "香港": [22.2793, 114.1628], "台北": [25.0375, 121.5637], "三沙": [16.8310, 112.3386],
};
const tell = ([lng, lat]) => [lat.toFixed(7), lng.toFixed(7)];
console.log("place,from,lat,lng,to,to_lat,to_lng");
for (const [place, [lat, lng]] of Object.entries(PLACES))
  for (const from of [WGS84, GCJ02, BD09])
    for (const to of [WGS84, GCJ02, BD09])
      if (from !== to) {
        const there = tell(gcoord.transform([lng, lat], from, to));
        console.log([place, from.toLowerCase(), lat, lng, to.toLowerCase(), ...there].join(","));
      }
