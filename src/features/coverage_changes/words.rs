//! What the figures are called, and what they do not say.
use crate::base::Text;

pub const LABEL: Text = Text {
    vi: "Thay đổi độ bao phủ theo các bản ghi (mô tả)",
    en: "Change of coverage as the records tell it (description)",
};
pub const NOTE: Text = Text {
    vi: "Chỉ mô tả số liệu đã ghi: không nói vì sao người dân tham gia hay thôi tham gia.",
    en: "It describes what was recorded and does not say why anybody joined or left.",
};
pub const NOT_EXPLAINED: Text = Text {
    vi: "Phần chưa có bản ghi nào giải thích (nơi khác thu, đối tượng do cơ quan, đơn vị đóng, sinh, tử, chuyển đi, chuyển đến, số liệu rà soát)",
    en: "Not explained by records (signed up elsewhere, insured by employers or offices, births, deaths, moves, revised data)",
};
pub const BY_POLICY: Text = Text {
    vi: "Tăng, giảm theo chính sách, theo quyết định: không qua vận động",
    en: "In and out by a decision: nobody was persuaded",
};
pub const SPLIT: Text = Text {
    vi: "Phần tỷ lệ: tỷ lệ của từng địa bàn đổi; phần cơ cấu: quy mô các địa bàn đổi khác nhau (Kitagawa). Hai phần cộng lại đúng bằng mức thay đổi của các địa bàn so sánh được.",
    en: "Rate part: the rates of the areas changed; composition part: the areas grew unlike (Kitagawa). Both make up the change of the areas that are compared exactly.",
};
pub const OTHER_MONTH: Text = Text {
    vi: "Hai mốc không cùng một tháng trong năm: nên xem mức thường thấy của từng tháng (/coverage-seasons) trước khi so sánh.",
    en: "The two days lie in different months of the year: see what is usual for each month (/coverage-seasons) before comparing.",
};
pub const WITHHELD: Text = Text {
    vi: "Có nhóm dưới 5 người: không hiển thị ngoài nơi trực tiếp làm hồ sơ.",
    en: "A group has fewer than five people: not shown outside the place that works with the sign-ups.",
};
pub const SEASONS_LABEL: Text = Text {
    vi: "Thay đổi từng tháng qua các năm (mô tả, không phải dự báo)",
    en: "Change of each month over the years (description, no forecast)",
};
pub const STANDS_OUT: Text = Text {
    vi: "Một tháng được đánh dấu khi mức giữa của tháng đó nằm ngoài khoảng (Q1 − 1,5 × IQR; Q3 + 1,5 × IQR) của mọi tháng khác và năm nào cũng ở cùng một phía với mức giữa của các tháng khác.",
    en: "A month is marked when its middle lies outside (Q1 − 1.5 × IQR; Q3 + 1.5 × IQR) of all other months and every year it lay on the same side of their middle.",
};
pub const UNDER_TWO_YEARS: Text = Text {
    vi: "Chưa đủ hai năm số liệu liên tục (24 lần thay đổi theo tháng): chưa nói được mức thường thấy.",
    en: "Less than two years of monthly figures (24 changes): what is usual cannot be said yet.",
};
pub const DIVIDED_BEFORE: Text = Text {
    vi: "Số liệu chỉ tính từ khi có địa bàn này: trước đó địa bàn bị chia tách, không rõ phần nào về đâu.",
    en: "Counted since this area exists: before, an area was divided and which part went where is not recorded.",
};
