//! What stands beside every figure of attribution: which kind of figure it is, and what it does not say.
use crate::base::Text;

/// What these figures are called.
pub const LABEL: Text = Text { vi: "Phân bổ ghi nhận", en: "Bookkeeping of recorded touches" };
/// What they do not say.
pub const NOTE: Text = Text {
    vi: "Đây là cách chia sổ sách các lượt đăng ký cho những lần tiếp xúc có ghi lại trước đó; không cho biết ai tham gia vì việc gì. \
         Mỗi cách chia cho một kết quả khác: hãy xem cạnh nhau.",
    en: "Sign-ups are shared out among the touches recorded before them. It is bookkeeping: it does not say why anybody enrolled. Each \
         rule shares out otherwise: look at them beside each other.",
};
/// What no recorded touch means.
pub const UNTOUCHED: Text = Text {
    vi: "Không ghi nhận tiếp xúc nào trong thời hạn; không có nghĩa là không có ai đến",
    en: "No touch was recorded within the window; that does not mean that nobody came",
};
/// Where too few people stand behind a figure to show it.
pub const WITHHELD: Text = Text {
    vi: "Không hiện số liệu: có nhóm dưới 5 người, chỉ hiện cho người làm việc với hồ sơ ở địa bàn này",
    en: "Not shown: a group is smaller than 5 people, and is shown only to who works with the sign-ups of this area",
};
/// The row into which small ones are folded.
pub const FEW: Text =
    Text { vi: "Các mục dưới 5 lượt đăng ký, gộp lại", en: "Rows of fewer than 5 sign-ups, together" };
/// The key of touches of nobody in particular.
pub const NO_BODY: Text = Text { vi: "Không ghi tổ chức", en: "No organisation recorded" };
/// The channel of a visit.
pub const VISIT: Text = Text { vi: "Đến nhà", en: "Visit at the door" };
/// The channel of an event.
pub const EVENT: Text = Text { vi: "Dự sự kiện", en: "Event attended" };
/// What a comparison of partners is called.
pub const PARTNERS_LABEL: Text = Text {
    vi: "So sánh tổ chức phối hợp (mô tả, không kết luận)",
    en: "Partners side by side (description, no conclusion)",
};
/// How it is counted, and what it does not say.
pub const PARTNERS_NOTE: Text = Text {
    vi: "Mẫu số như nhau cho mọi tổ chức, hai loại để riêng: lượt đến nhà gặp được người; lượt người có tên dự sự kiện, mỗi người \
         một lần cho mỗi sự kiện. Tử số: những lượt được một hồ sơ đăng ký ghi là nguồn. Sự kiện nhiều tổ chức cùng làm thì tính \
         cho từng tổ chức; không tính tin nhắn, không tính lượt không ghi tổ chức, không tính lượt còn quá mới. Lượt nhiều người \
         đăng ký vẫn là một lượt. Ai gặp ai không phải do bốc thăm: con số không cho biết tổ chức nào làm tốt hơn.",
    en: "The same denominator for all, of two kinds kept apart: visits at which somebody was met; people known by name who were at an \
         event, each once for an event. Of these, those that a sign-up names as its source. An event held jointly counts under each \
         of its partners; messages do not count, nor does what names no organisation or is too recent. A meeting that several \
         sign-ups name is one. Who meets whom was not drawn by lot: the figures do not say which partner works better.",
};
/// All of them, for the test that looks for words of cause.
pub const ALL: &[Text] = &[LABEL, NOTE, UNTOUCHED, WITHHELD, FEW, NO_BODY, VISIT, EVENT, PARTNERS_LABEL, PARTNERS_NOTE];
