//! How a layout would look, with people who do not exist. Pure.
use super::{
    fill::{Head, fill},
    layout::PaperForm,
    line::{Line, Move, Share},
    saying::{self, Someone},
};
use crate::base::{Day, Result, birth::BirthDate, identity::Sex, share::Percent};

/// A paper of three invented people.
///
/// # Errors
/// When the writer fails.
pub fn paper(layout: &PaperForm, on: Day) -> Result<Vec<u8>> {
    let head = Head {
        organisation: "Tổ chức Thí Dụ".to_owned(),
        code: None,
        area: "Xã Thí Dụ, tỉnh Thí Dụ".to_owned(),
        period: "BẢN THỬ – người và số tiền không có thật".to_owned(),
        number: None,
    };
    let (file, _) = fill(layout, &head, |section| {
        let own = Move::ALL.iter().filter(|movement| section.takes.contains(movement));
        Ok(own.map(|movement| Ok(line(*movement, on))).collect::<Vec<_>>().into_iter())
    })?;
    Ok(file)
}

fn line(movement: Move, on: Day) -> Line {
    let who = Someone {
        full_name: match movement {
            Move::Started => "Nguyễn Thị Mới",
            Move::Continued => "Trần Văn Tiếp",
            Move::Ended => "Lê Thị Thôi",
        }
        .to_owned(),
        insurance_number: Some("0000000001".to_owned()),
        citizen_number: Some("000000000001".to_owned()),
        birth: BirthDate::of(1990, Some(1), Some(31), on.year()),
        sex: Some(Sex::Female),
        address: Some("Số 1, Ấp Thí Dụ, Xã Thí Dụ, tỉnh Thí Dụ".to_owned()),
        relation: Some("Chủ hộ".to_owned()),
    };
    let sign = if movement == Move::Ended { -1 } else { 1 };
    Line {
        movement,
        receipt: Some((on, "0000123".to_owned())),
        income_vnd: Some(1_500_000),
        base_vnd: Some(2_530_000),
        months: Some(sign * 12),
        from: Some(on),
        full_vnd: sign * 3_960_000,
        payable_vnd: sign * 2_376_000,
        state: Share { percent: Some(Percent(4_000)), vnd: sign * 1_584_000 },
        collector_code: Some("nhanvien".to_owned()),
        note: "Thí dụ".to_owned(),
        ..saying::resident(&who)
    }
}
