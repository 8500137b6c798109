//! Words that claim a cause. Below grade B nothing that people read may have one of them.
use unicode_normalization::UnicodeNormalization;

/// In small letters, Vietnamese and English, each a word or a few that stand next to each other.
pub const CAUSAL: &[&str] = &[
    "tác động",
    "hiệu quả",
    "hiệu ứng",
    "tác dụng",
    "nhờ",
    "nhờ có",
    "do chiến dịch",
    "do vận động",
    "do đợt",
    "bởi vì",
    "vì chiến dịch",
    "dẫn đến",
    "dẫn tới",
    "mang lại",
    "đem lại",
    "làm tăng",
    "làm giảm",
    "giúp",
    "khiến",
    "thúc đẩy",
    "ảnh hưởng",
    "nguyên nhân",
    "kết quả của",
    "tăng thêm được",
    "góp phần",
    "effect",
    "effects",
    "effective",
    "effectiveness",
    "impact",
    "impacts",
    "cause",
    "caused",
    "causes",
    "causal",
    "because",
    "because of",
    "due to",
    "thanks to",
    "owing to",
    "led to",
    "leads to",
    "result of",
    "resulted in",
    "results in",
    "brought about",
    "helped",
    "contributed",
    "attributable",
    "influence",
    "influenced",
];

/// The first of these words in a text, if there is one.
pub fn causal(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text
        .nfc()
        .collect::<String>()
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let text = format!(" {} ", words.join(" "));
    CAUSAL.iter().copied().find(|word| text.contains(&format!(" {word} ")))
}
