//! What people can do to documents.
use super::{
    api::{ChangeDocument, CreateDocument},
    model::{Alias, Document, Ties},
    number::DocumentNumber,
    problems, queries,
};
use crate::{
    access::Scope,
    base::{Day, Error, Id, Result, figure::Qualifier, id::DocumentId, problem::CHANGED_MEANWHILE, text::fold},
    db::{Event, Tx},
    features::{
        areas,
        lists::{self, List},
        organisations,
    },
};

/// Registers a document.
///
/// # Errors
/// When something it names is not there, or the issuer has a paper of that number and year.
pub fn create_document(tx: &mut Tx, scope: &Scope, input: CreateDocument) -> Result<Document> {
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    if let Some(day) = input.issued_on {
        areas::check_alive(&area, day, "/issued_on")?;
    }
    check_period(input.period_from, input.period_to)?;
    lists::require(tx.conn()?, List::DocumentKind, &input.kind, "/kind")?;
    organisations::require(tx.conn()?, input.issuer_id, "/issuer_id")?;
    let ties =
        Ties { co_signer_ids: unique(input.co_signer_ids), implements: unique(input.implements), aliases: Vec::new() };
    for signer in &ties.co_signer_ids {
        organisations::require(tx.conn()?, *signer, "/co_signer_ids")?;
    }
    for parent in &ties.implements {
        queries::require(tx.conn()?, scope, *parent, "/implements")?;
    }
    let number_key = input.number.as_ref().and_then(|n| DocumentNumber::parse(&n.0)).map(|n| n.key());
    if let Some(key) = &number_key
        && queries::number_taken(tx.conn()?, input.issuer_id, key, input.issued_on)?
    {
        return Err(problems::DOCUMENT_EXISTS.now().into());
    }
    let id = input.id.unwrap_or_else(Id::new);
    let aliases: Vec<Alias> = unique(input.aliases.into_iter().map(|a| a.0).collect())
        .into_iter()
        .filter_map(|number| {
            DocumentNumber::parse(&number).map(|n| Alias { document_id: id, number_key: n.key(), number })
        })
        .collect();
    let row = Document {
        id,
        number: input.number.map(|n| n.0),
        number_key,
        search_key: fold(&input.title),
        title: input.title.into_inner(),
        kind: input.kind.into_inner(),
        issuer_id: input.issuer_id,
        issued_on: input.issued_on,
        area_id: input.area_id,
        copies: input.copies.map_or(1, |c| c.0),
        copies_qualifier: input.copies_qualifier.unwrap_or(Qualifier::Exact),
        period_from: input.period_from,
        period_to: input.period_to,
        note: input.note.map(|n| n.into_inner()),
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert(tx, &row, &ties, &aliases)?;
    tx.record(Event::new("document.registered", "document", id).in_area(row.area_id).fields([
        "number",
        "title",
        "kind",
        "issuer_id",
        "issued_on",
        "implements",
    ]));
    Ok(row)
}

fn unique<T: Ord + Clone>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items.dedup();
    items
}

fn check_period(from: Option<Day>, to: Option<Day>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(problems::PERIOD.field("/period_to", "before-start", problems::PERIOD.title).into())
        }
        _ => Ok(()),
    }
}

/// Changes a document; its number, issuer and area stay as registered.
pub fn change_document(
    tx: &mut Tx,
    scope: &Scope,
    id: DocumentId,
    rev: i64,
    input: ChangeDocument,
) -> Result<Document> {
    let old = queries::find_own(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if old.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    let mut new = (*old).clone();
    if let Some(title) = input.title {
        new.search_key = fold(&title);
        new.title = title.into_inner();
    }
    if let Some(kind) = input.kind {
        lists::require(tx.conn()?, List::DocumentKind, &kind, "/kind")?;
        new.kind = kind.into_inner();
    }
    if let Some(day) = input.issued_on.new_value() {
        let area = areas::require(tx.conn()?, scope, old.area_id, "/area_id")?;
        areas::check_alive(&area, *day, "/issued_on")?;
    }
    new.issued_on = input.issued_on.apply(new.issued_on);
    new.period_from = input.period_from.apply(new.period_from);
    new.period_to = input.period_to.apply(new.period_to);
    check_period(new.period_from, new.period_to)?;
    new.note = input.note.map(|n| n.into_inner()).apply(new.note);
    if let Some(implements) = input.implements {
        let implements = unique(implements);
        let below = queries::carrying_out(tx.conn()?, id)?;
        for parent in &implements {
            queries::require(tx.conn()?, scope, *parent, "/implements")?;
            if *parent == id || below.contains(parent) {
                return Err(problems::CIRCLE.field("/implements", "circle", problems::CIRCLE.title).into());
            }
        }
        queries::replace_links(tx, &old, &implements)?;
    }
    queries::update(tx, &old, &new)?;
    new.rev = rev + 1;
    tx.record(Event::new("document.changed", "document", id).in_area(new.area_id).fields([
        "title",
        "kind",
        "issued_on",
        "implements",
        "period_from",
        "period_to",
        "note",
    ]));
    Ok(new)
}
