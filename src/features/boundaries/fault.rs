//! Why a file of boundaries is refused, in words. Nobody but the command line reads these files, so they are no problems of
//! the API.
use std::fmt;

use crate::base::Text;

/// A refusal, with where in the file it arose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The word, for programs.
    pub word: &'static str,
    /// What is wrong.
    pub text: Text,
    /// Where, or which values.
    pub at: String,
}

/// What reading comes to.
pub type Sure<T> = Result<T, Fault>;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} · {}", self.word, self.text.vi, self.text.en)?;
        if self.at.is_empty() { Ok(()) } else { write!(f, " ({})", self.at) }
    }
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $vi:literal, $en:literal;)*) => {
        /// Every word with which a file is refused.
        pub const WORDS: &[&str] = &[$($word),*];
        $($(#[$doc])* pub fn $name(at: impl fmt::Display) -> Fault {
            Fault { word: $word, text: Text { vi: $vi, en: $en }, at: at.to_string() }
        })*
    };
}

faults! {
    /// Larger than a file of boundaries has to be.
    too_large = "boundaries-too-large",
        "Tệp quá lớn, hãy rút gọn ranh giới trước khi nhập", "The file is too large; simplify the boundaries first";
    /// No JSON.
    unreadable = "boundaries-unreadable", "Không đọc được tệp, tệp không phải JSON hợp lệ", "The file cannot be read: it is no valid JSON";
    /// Lists within lists without end.
    too_deep = "boundaries-too-deep", "Dữ liệu lồng nhau quá sâu", "Lists lie within lists too deeply";
    /// JSON, but neither of the two forms.
    other_form = "boundaries-other-form",
        "Tệp không phải FeatureCollection (GeoJSON) hoặc Topology (TopoJSON)", "Neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON)";
    /// A TopoJSON file with several layers.
    which_object = "boundaries-which-object", "Tệp có nhiều lớp, hãy chọn một bằng --object", "The file has several layers; choose one with --object";
    /// Nothing that could be drawn.
    empty = "boundaries-empty", "Tệp không có vùng nào", "The file holds no area";
    /// Lines or points instead of areas.
    no_polygon = "boundaries-no-polygon", "Chỉ nhận Polygon và MultiPolygon", "Only Polygon and MultiPolygon are taken";
    /// A TopoJSON reference into nothing.
    no_such_arc = "boundaries-no-such-arc", "Tệp trỏ tới một cung không có", "The file refers to an arc that is not there";
    /// A ring that ends elsewhere than it began, or has no area.
    open_ring = "boundaries-open-ring", "Đường bao không khép kín hoặc có ít hơn ba đỉnh", "A ring is not closed, or has fewer than three corners";
    /// A ring that meets itself.
    crossing = "boundaries-ring-meets-itself", "Đường bao tự cắt hoặc tự chạm", "A ring crosses or touches itself";
    /// Coordinates of somewhere else.
    elsewhere = "boundaries-outside-viet-nam",
        "Tọa độ nằm ngoài Việt Nam; cần kinh độ rồi vĩ độ, WGS 84, đơn vị độ", "Coordinates lie outside Viet Nam; longitude and then latitude is needed, WGS 84, in degrees";
    /// The property with the code is not there, or none could be guessed.
    no_code = "boundaries-no-code", "Không rõ thuộc tính nào là mã địa bàn, hãy chỉ ra bằng --property", "It is not clear which property is the area's code; name it with --property";
    /// A code that is a number has lost its leading zeros.
    code_is_number = "boundaries-code-is-number", "Mã địa bàn phải là chữ, vì số làm mất số 0 ở đầu", "Codes must be text: a number has lost its leading zeros";
    /// Codes that no area has.
    unknown_codes = "boundaries-unknown-codes",
        "Có mã không khớp địa bàn nào vào ngày đó; dùng --skip-unknown để bỏ qua", "Codes that no area has on that day; --skip-unknown passes over them";
    /// A code twice.
    code_twice = "boundaries-code-twice", "Một mã địa bàn xuất hiện hai lần", "A code appears twice";
    /// A day before the area.
    before_the_area = "boundaries-before-the-area", "Ngày hiệu lực sớm hơn ngày có địa bàn", "The boundary is to hold from before the area exists";
}
