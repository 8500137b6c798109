//! Lines into a layout: sections, running numbers, sums, the total in words.
use super::{
    layout::{PaperForm, PaperSection},
    line::{Field, Line},
};
use crate::{
    base::{Result, spelt::spelt_vnd},
    render::{Align, Form, FormColumn, FormSheet, Value},
};

/// Who hands the paper in, and for when.
#[derive(Debug, Clone)]
pub struct Head {
    /// The organisation.
    pub organisation: String,
    /// Its code with the social security office, when it has one.
    pub code: Option<String>,
    /// The commune or province.
    pub area: String,
    /// `Tháng 11 năm 2026`.
    pub period: String,
    /// The paper's number.
    pub number: Option<String>,
}

/// The sum of the whole amounts, and what the people themselves pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Lines.
    pub lines: i64,
    /// đồng, before support.
    pub full_vnd: i64,
    /// đồng.
    pub payable_vnd: i64,
}

/// The paper as a spreadsheet, and its totals. `lines` is asked once for each section and gives its lines in order.
///
/// # Errors
/// When a line cannot be read, or the writer fails.
pub fn fill<I>(
    layout: &PaperForm,
    head: &Head,
    mut lines: impl FnMut(&PaperSection) -> Result<I>,
) -> Result<(Vec<u8>, Total)>
where
    I: Iterator<Item = Result<Line>>,
{
    // The running number is no field of a line.
    let fields: Vec<_> = layout.columns.iter().map(|column| Field::named(&column.field)).collect();
    let mut sheet = FormSheet::begin(&form(layout, head))?;
    let (mut total, mut sums) = (Total::default(), vec![0_i64; fields.len()]);
    for section in &layout.sections {
        sheet.section(&section.heading)?;
        let (mut ordinal, mut of_section) = (0, vec![0_i64; fields.len()]);
        if !section.takes.is_empty() {
            for line in lines(section)? {
                let line = line?;
                ordinal += 1;
                let cells: Vec<Value> = fields
                    .iter()
                    .map(|field| field.map_or(Value::Count(Some(ordinal)), |field| field.of(&line)))
                    .collect();
                for (sum, cell) in of_section.iter_mut().zip(&cells) {
                    if let Value::Count(Some(vnd)) = cell {
                        *sum = sum.saturating_add(*vnd);
                    }
                }
                sheet.line(&cells)?;
                total.lines += 1;
                total.full_vnd = total.full_vnd.saturating_add(line.full_vnd);
                total.payable_vnd = total.payable_vnd.saturating_add(line.payable_vnd);
            }
        }
        if let Some(words) = &section.sum {
            sheet.sum(&sum_line(&fields, words, &of_section))?;
        }
        for (sum, part) in sums.iter_mut().zip(&of_section) {
            *sum = sum.saturating_add(*part);
        }
    }
    sheet.sum(&sum_line(&fields, &layout.total, &sums))?;
    let words = format!("Số tiền người tham gia đóng (bằng chữ): {}.", spelt_vnd(total.payable_vnd));
    Ok((sheet.finish(&[words])?, total))
}

fn form(layout: &PaperForm, head: &Head) -> Form {
    let mut left = vec![format!("Tên đơn vị: {}", head.organisation)];
    left.extend(head.code.as_ref().map(|code| format!("Mã đơn vị: {code}")));
    left.push(format!("Địa bàn: {}", head.area));
    let mut below = vec![head.period.clone()];
    below.extend(head.number.as_ref().map(|number| format!("Số: {number}")));
    Form {
        left,
        right: vec![layout.form.to_string(), layout.basis.to_string()],
        title: layout.title.to_string(),
        below,
        columns: layout
            .columns
            .iter()
            .map(|column| FormColumn {
                key: column.key.to_string(),
                group: column.group.as_ref().map(ToString::to_string),
                heading: column.heading.to_string(),
                width: f64::from(column.width.0),
                align: Field::named(&column.field).map_or(Align::Right, |field| field.align),
            })
            .collect(),
        signers: layout.signers.iter().map(ToString::to_string).collect(),
    }
}

/// The words stand under the names, sums under what can be summed.
fn sum_line(fields: &[Option<&'static Field>], words: &str, sums: &[i64]) -> Vec<Value> {
    fields
        .iter()
        .zip(sums)
        .map(|(field, sum)| match field {
            Some(field) if field.sums => Value::Count(Some(*sum)),
            Some(field) if field.word == "full_name" => Value::Text(words.to_owned()),
            _ => Value::Text(String::new()),
        })
        .collect()
}
