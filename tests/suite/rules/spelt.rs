//! Amounts in words.
use tungnha::base::spelt::spelt_vnd;

#[test]
fn amounts_are_said_as_a_cashier_says_them() {
    for (amount, words) in [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (105, "Một trăm lẻ năm đồng"),
        (111, "Một trăm mười một đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm lẻ một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (45_540, "Bốn mươi lăm nghìn năm trăm bốn mươi đồng"),
        (264_000, "Hai trăm sáu mươi tư nghìn đồng"),
        (387_200, "Ba trăm tám mươi bảy nghìn hai trăm đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
        (1_000_005, "Một triệu không trăm lẻ năm đồng"),
        (1_366_200, "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng"),
        (4_371_840, "Bốn triệu ba trăm bảy mươi mốt nghìn tám trăm bốn mươi đồng"),
        (18_098_148, "Mười tám triệu không trăm chín mươi tám nghìn một trăm bốn mươi tám đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (2_000_000_021, "Hai tỷ không trăm hai mươi mốt đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (3_005_000_000_000_000_000, "Ba tỷ không trăm lẻ năm triệu tỷ đồng"),
        (-98_500, "Âm chín mươi tám nghìn năm trăm đồng"),
    ] {
        assert_eq!(spelt_vnd(amount), words, "{amount}");
    }
}

/// What is said, read back, is the number: nothing is lost or said twice.
#[test]
fn words_read_back_give_the_amount() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for n in 0..20_000_u64 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let amount = if n < 5_000 { n } else { (seed >> 8) % 10_u64.pow(u32::try_from(n % 15 + 1).expect("a power")) };
        let words = spelt_vnd(i64::try_from(amount).expect("an amount"));
        assert_eq!(read_back(&words), amount, "{words}");
    }
}

fn read_back(words: &str) -> u64 {
    let lower = words.to_lowercase();
    let (mut all, mut nine, mut group, mut last) = (0_u64, 0_u64, 0_u64, None::<u64>);
    for word in lower.trim_end_matches(" đồng").split(' ') {
        let digit = match word {
            "không" => Some(0),
            "một" | "mốt" => Some(1),
            "hai" => Some(2),
            "ba" => Some(3),
            "bốn" | "tư" => Some(4),
            "năm" | "lăm" => Some(5),
            "sáu" => Some(6),
            "bảy" => Some(7),
            "tám" => Some(8),
            "chín" => Some(9),
            _ => None,
        };
        match word {
            "trăm" => group += last.take().expect("a digit") * 100,
            "mươi" => group += last.take().expect("a digit") * 10,
            "mười" => group += 10,
            "lẻ" => {}
            "nghìn" | "triệu" | "tỷ" => {
                group += last.take().unwrap_or(0);
                match word {
                    "nghìn" => nine += group * 1_000,
                    "triệu" => nine += group * 1_000_000,
                    _ => all = (all + nine + group) * 1_000_000_000,
                }
                if word == "tỷ" {
                    nine = 0;
                }
                group = 0;
            }
            _ => last = digit.or_else(|| panic!("what is {word}")),
        }
    }
    all + nine + group + last.unwrap_or(0)
}
