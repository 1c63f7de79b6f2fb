const HOME = { "zh-CN": "居家", en: "Home" };
const STUDY = { "zh-CN": "文房", en: "Stationery" };
const FOOD = { "zh-CN": "茶食", en: "Tea & food" };

/** What lies on the shelf of the demo's mall; each has its picture in public/rewards. */
export const SHELF = [
  {
    picture: "celadon-cup",
    terms: {
      "zh-CN": "手工制品，釉色与图片略有差异。签收后 7 天内如有破损，凭照片补寄。",
      en: "Handmade, so glazes vary. If it arrives damaged, send us a photo within 7 days and we will ship another.",
    },
    category: HOME,
    kind: "PRODUCT",
    name: { "zh-CN": "青瓷茶杯", en: "Celadon tea cup" },
    description: {
      "zh-CN": "龙泉青瓷，手工拉坯，一窑一色。",
      en: "Hand-thrown Longquan celadon. No two are alike.",
    },
    pointsCost: 4800,
    stock: 14,
    perMonth: 2,
  },
  {
    picture: "coupon",
    kind: "COUPON",
    name: { "zh-CN": "满 200 减 30 券", en: "¥30 off ¥200" },
    description: {
      "zh-CN": "全场通用，兑换后放入「我的优惠券」，30 天内有效。",
      en: "Valid storewide on orders of ¥200 or more for 30 days. Added to your coupons.",
    },
    pointsCost: 2500,
    stock: null,
    perMonth: 3,
  },
  {
    picture: "free-shipping",
    terms: {
      "zh-CN": "只在未享全场包邮的订单上扣次数；到期未用的次数不退积分。",
      en: "A use is only taken from orders that would otherwise pay shipping. Unused ones are not refunded.",
    },
    kind: "BENEFIT_PASS",
    name: { "zh-CN": "包邮月卡", en: "Free shipping pass" },
    description: {
      "zh-CN": "30 天内包邮 4 次，不限等级。",
      en: "Free shipping on four orders within 30 days, on any tier.",
    },
    pointsCost: 1200,
    stock: null,
    perMonth: 1,
    benefitId: "FREE_SHIPPING",
    passUses: 4,
    passDays: 30,
  },
  {
    picture: "sachet",
    category: HOME,
    kind: "PRODUCT",
    name: { "zh-CN": "手工香囊", en: "Hand-sewn sachet" },
    description: {
      "zh-CN": "艾草、丁香与陈皮，苏绣梅花。",
      en: "Mugwort, clove and dried tangerine peel, embroidered with plum blossom.",
    },
    pointsCost: 3600,
    stock: 60,
    perMonth: 1,
  },
  {
    picture: "notebook",
    category: STUDY,
    kind: "PRODUCT",
    name: { "zh-CN": "线装手札", en: "Thread-bound notebook" },
    description: {
      "zh-CN": "竹纸内页，靛蓝布面，附一支小楷。",
      en: "Bamboo paper bound in indigo cloth, with a small brush.",
    },
    pointsCost: 1800,
    stock: 120,
  },
  {
    picture: "canvas-bag",
    category: HOME,
    kind: "PRODUCT",
    name: { "zh-CN": "素印帆布袋", en: "Canvas bag" },
    description: {
      "zh-CN": "厚实棉帆布，一枚朱印，装得下一周的菜。",
      en: "Heavy cotton canvas with a red seal. Holds a week of groceries.",
    },
    pointsCost: 2900,
    stock: 64,
  },
  {
    picture: "birthday-cake",
    terms: {
      "zh-CN": "凭券码到门店取，需提前一天预订；不与店内其他优惠同用，逾期不退积分。",
      en: "Collect in store with the code; order a day ahead. Not combined with other store offers. No points back after it expires.",
    },
    category: FOOD,
    kind: "COUPON",
    name: { "zh-CN": "六寸蛋糕券", en: "Cake voucher" },
    description: {
      "zh-CN": "凭券到店取一只六寸鲜奶蛋糕，提前一天预订。",
      en: "One 6-inch fresh cream cake in store. Order a day ahead.",
    },
    pointsCost: 6800,
    stock: 30,
    perMonth: 1,
  },
  {
    picture: "incense",
    category: HOME,
    kind: "PRODUCT",
    name: { "zh-CN": "线香礼盒", en: "Incense set" },
    description: {
      "zh-CN": "老山檀线香三十支，配铸铁香插。",
      en: "Thirty sandalwood sticks with a cast-iron holder.",
    },
    pointsCost: 5200,
    stock: 20,
    minTier: "SILVER",
  },
  {
    picture: "tea-tin",
    terms: {
      "zh-CN": "明前茶每年限量，按兑换先后发货。茶叶拆封后不退换。",
      en: "A limited spring batch, shipped in order of redemption. No returns once opened.",
    },
    category: FOOD,
    kind: "PRODUCT",
    name: { "zh-CN": "明前龙井", en: "First-flush Longjing" },
    description: { "zh-CN": "清明前头采，一罐五十克。", en: "First spring picking, 50 g tin." },
    pointsCost: 7600,
    stock: 9,
    minTier: "GOLD",
  },
  {
    picture: "umbrella",
    category: HOME,
    kind: "PRODUCT",
    name: { "zh-CN": "油纸伞", en: "Oil-paper umbrella" },
    description: {
      "zh-CN": "余杭纸伞，桐油三遍，可遮细雨。",
      en: "Made in Yuhang, oiled three times. Good for light rain.",
    },
    pointsCost: 9800,
    stock: 6,
    minTier: "DIAMOND",
  },
] as const;

export type RewardName = (typeof SHELF)[number]["picture"];
