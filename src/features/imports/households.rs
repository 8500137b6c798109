//! Which rows of a roster live in one household: pure, over the rows in their order.
//!
//! A household's code decides wherever its rows stand. Without a code the order of the rows does: a head begins a
//! household; the rows behind belong to it as long as they name the same hamlet, the same head and the same address, or
//! leave these empty as merged cells do. A row that says nothing of its household stands alone.
use std::collections::HashMap;

/// What a row says of its household, everything folded; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Says {
    /// The hamlet.
    pub hamlet: String,
    /// The household's code.
    pub code: String,
    /// Who heads it.
    pub head: String,
    /// House number and address.
    pub address: String,
    /// Whether the row is the head's own.
    pub is_head: bool,
    /// Whether the row is of somebody who is not the head.
    pub is_member: bool,
}

/// Numbers the households of a roster, from 0.
#[derive(Debug, Default)]
pub struct Households {
    by_code: HashMap<(String, String), usize>,
    last: Option<(usize, Says)>,
    next: usize,
}

impl Households {
    /// The household of the next row.
    pub fn of(&mut self, row: Says) -> usize {
        let n = match self.known(&row) {
            Some(n) => n,
            None => {
                self.next += 1;
                self.next - 1
            }
        };
        if !row.code.is_empty() {
            self.by_code.insert((row.hamlet.clone(), row.code.clone()), n);
        }
        // What a row leaves empty, merged cells above it have said.
        let before = self.last.take().filter(|(last, _)| *last == n).map(|(_, said)| said);
        let or = |own: String, above: fn(&Says) -> &String| match &before {
            Some(said) if own.is_empty() => above(said).clone(),
            _ => own,
        };
        let said = Says {
            hamlet: or(row.hamlet, |s| &s.hamlet),
            code: or(row.code, |s| &s.code),
            head: or(row.head, |s| &s.head),
            address: or(row.address, |s| &s.address),
            is_head: row.is_head || before.as_ref().is_some_and(|said| said.is_head),
            is_member: row.is_member,
        };
        self.last = Some((n, said));
        n
    }

    fn known(&self, row: &Says) -> Option<usize> {
        if !row.code.is_empty() {
            return self.by_code.get(&(row.hamlet.clone(), row.code.clone())).copied();
        }
        let (n, above) = self.last.as_ref()?;
        if row.is_head {
            return None;
        }
        let agrees = |own: &str, said: &str| own.is_empty() || own == said;
        let agree = agrees(&row.hamlet, &above.hamlet)
            && agrees(&row.head, &above.head)
            && agrees(&row.address, &above.address);
        // Something has to say that they live together.
        let together = (!row.head.is_empty() && row.head == above.head)
            || (!row.address.is_empty() && row.address == above.address)
            || (row.is_member && above.is_head);
        (agree && together).then_some(*n)
    }
}
