//! Every business thing, listed once. A new feature is a folder and a line here.
pub mod accounts;
pub mod activity;
pub mod areas;
pub mod attribution;
pub mod audit_log;
pub mod board;
pub mod boundaries;
pub mod campaigns;
pub mod collector_figures;
pub mod coverage;
pub mod coverage_changes;
pub mod documents;
pub mod enrolments;
pub mod evaluations;
pub mod events;
pub mod funnel;
pub mod hand_overs;
pub mod imports;
pub mod lists;
pub mod media;
pub mod objections;
pub mod office_lists;
pub mod organisations;
pub mod papers;
pub mod people;
pub mod quotes;
pub mod rates;
pub mod remuneration;
pub mod renewals;
pub mod sessions;
pub mod supervision;
pub mod support_rules;
pub mod sync;
pub mod targets;
pub mod touches;
pub mod visits;
pub mod walk_lists;

use crate::{
    base::{ProblemSpec, Result},
    db::{
        Db, SealedTable, Tx, Who,
        cells::{Behind, Figures},
    },
    rest::{Feature, Routes},
};

/// All features, in the order of the document.
pub const ALL: &[Feature] = &[
    sessions::FEATURE,
    accounts::FEATURE,
    areas::FEATURE,
    boundaries::FEATURE,
    lists::FEATURE,
    organisations::FEATURE,
    documents::FEATURE,
    campaigns::FEATURE,
    events::FEATURE,
    activity::FEATURE,
    media::FEATURE,
    targets::FEATURE,
    coverage::FEATURE,
    coverage_changes::FEATURE,
    supervision::FEATURE,
    sync::FEATURE,
    visits::FEATURE,
    funnel::FEATURE,
    walk_lists::FEATURE,
    people::FEATURE,
    rates::FEATURE,
    support_rules::FEATURE,
    quotes::FEATURE,
    hand_overs::FEATURE,
    renewals::FEATURE,
    enrolments::FEATURE,
    papers::FEATURE,
    collector_figures::FEATURE,
    remuneration::FEATURE,
    touches::FEATURE,
    attribution::FEATURE,
    imports::FEATURE,
    office_lists::FEATURE,
    evaluations::FEATURE,
    board::FEATURE,
    objections::FEATURE,
    audit_log::FEATURE,
];

/// The refusals of every feature.
pub const PROBLEMS: &[&[&ProblemSpec]] = &[
    sessions::FEATURE.problems,
    accounts::FEATURE.problems,
    areas::FEATURE.problems,
    boundaries::FEATURE.problems,
    lists::FEATURE.problems,
    organisations::FEATURE.problems,
    documents::FEATURE.problems,
    campaigns::FEATURE.problems,
    events::FEATURE.problems,
    activity::FEATURE.problems,
    media::FEATURE.problems,
    targets::FEATURE.problems,
    coverage::FEATURE.problems,
    coverage_changes::FEATURE.problems,
    supervision::FEATURE.problems,
    sync::FEATURE.problems,
    visits::FEATURE.problems,
    funnel::FEATURE.problems,
    walk_lists::FEATURE.problems,
    people::FEATURE.problems,
    rates::FEATURE.problems,
    support_rules::FEATURE.problems,
    quotes::FEATURE.problems,
    hand_overs::FEATURE.problems,
    renewals::FEATURE.problems,
    enrolments::FEATURE.problems,
    papers::FEATURE.problems,
    collector_figures::FEATURE.problems,
    remuneration::FEATURE.problems,
    touches::FEATURE.problems,
    attribution::FEATURE.problems,
    imports::FEATURE.problems,
    office_lists::FEATURE.problems,
    evaluations::FEATURE.problems,
    objections::FEATURE.problems,
];

/// The route table.
pub fn routes() -> Routes {
    let mut routes = Routes::default();
    for feature in ALL {
        routes.feature(feature.name);
        (feature.routes)(&mut routes);
    }
    routes
}

/// Loads what every installation starts with; whether anything was loaded.
///
/// # Errors
/// When the shipped lists are wrong or the database fails.
pub fn first_run(db: &Db) -> Result<bool> {
    let areas = db.write_now(Who::program("first run"), areas::load_official_lists)?;
    let lists = db.write_now(Who::program("first run"), lists::load_starting_values)?;
    let rates = db.write_now(Who::program("first run"), rates::load_shipped)?;
    let layouts = db.write_now(Who::program("first run"), papers::load_shipped)?;
    let windows = db.write_now(Who::program("first run"), touches::load_starting_windows)?;
    count_missing_figures(db)?;
    Ok(areas || lists || rates || layouts || windows)
}

/// Counts figures anew that have no cells at all while there are rows behind them: after a migration that brought new ones.
///
/// # Errors
/// When the database fails.
fn count_missing_figures(db: &Db) -> Result<()> {
    for figures in FIGURES {
        if db.read_now(|conn| figures.is_missing(conn))? {
            tracing::info!(figures = figures.name, "figures are counted for the first time");
            figures.rebuild(db)?;
        }
    }
    Ok(())
}

/// Figures that are kept in the transactions that change what they count.
pub const FIGURES: &[Figures] = &[
    Figures {
        name: "activity",
        sheet: activity::Sums::SHEET,
        behind: &[Behind { places: events::places, counted: events::counted }],
        // Whatever is asked for, all events are read: there are few of them.
        at_once: usize::MAX,
    },
    Figures {
        name: "funnel",
        sheet: funnel::Sums::SHEET,
        behind: &[
            Behind { places: walk_lists::places, counted: walk_lists::counted },
            Behind { places: visits::places, counted: visits::counted },
            Behind { places: enrolments::places, counted: enrolments::counted },
            Behind { places: renewals::places, counted: renewals::counted },
        ],
        at_once: 25,
    },
    Figures {
        name: "joining",
        sheet: enrolments::joining::Sums::SHEET,
        behind: &[Behind { places: enrolments::joined_places, counted: enrolments::joined_counted }],
        at_once: 100,
    },
    Figures {
        name: "attendances",
        sheet: events::AttendanceSums::SHEET,
        behind: &[Behind { places: events::attendance_places, counted: events::attendances_counted }],
        // Whatever is asked for, all attendances are read: there are few of them.
        at_once: usize::MAX,
    },
    Figures {
        name: "households",
        sheet: people::HouseholdSums::SHEET,
        behind: &[Behind { places: people::household_places, counted: people::households_counted }],
        at_once: 1_000,
    },
    Figures {
        name: "objections",
        sheet: objections::Sums::SHEET,
        behind: &[
            Behind { places: enrolments::stop_places, counted: enrolments::stopped },
            Behind { places: events::question_places, counted: events::questions },
        ],
        // All questions are read whatever is asked for: there are few of them.
        at_once: 1_000,
    },
];

/// Tables with sealed columns and no index. Persons and cards, which are found by theirs, are sealed
/// anew by their features.
pub const SEALED: &[SealedTable] = &[
    people::sealing::HOUSEHOLDS,
    SealedTable { name: "visits", id_column: "id", columns: &["note_sealed", "amend_reason_sealed"] },
    SealedTable { name: "follow_ups", id_column: "id", columns: &["note_sealed", "closed_why_sealed"] },
    SealedTable { name: "walk_lists", id_column: "id", columns: &["closed_why_sealed"] },
    SealedTable { name: "hand_overs", id_column: "id", columns: &["note_sealed", "why_sealed"] },
    SealedTable { name: "renewals", id_column: "id", columns: &["why_sealed"] },
    enrolments::sealing::STEPS,
    papers::PIECES,
    SealedTable { name: "refused_ops", id_column: "id", columns: &["payload_sealed"] },
    SealedTable { name: "conflicts", id_column: "id", columns: &["kept_sealed", "losing_sealed"] },
    SealedTable { name: "kept_quotes", id_column: "id", columns: &["question_sealed", "answer_sealed"] },
    SealedTable { name: "imports", id_column: "id", columns: &["columns_sealed"] },
    SealedTable { name: "import_pieces", id_column: "id", columns: &["rows_sealed", "verdicts_sealed", "made_sealed"] },
    SealedTable { name: "office_lists", id_column: "id", columns: &["columns_sealed", "closed_why_sealed"] },
    SealedTable { name: "office_list_pieces", id_column: "id", columns: &["waiting_sealed"] },
    SealedTable { name: "office_list_rows", id_column: "id", columns: &["row_sealed", "why_sealed"] },
];
/// Rows sealed anew in one transaction.
const RESEALED_AT_ONCE: i64 = 500;

/// Seals every row with the newest data key, a batch at a time; how many it were. Broken off, it is simply run again.
///
/// # Errors
/// When a value does not open where it stands, or the database fails.
pub fn reseal(db: &Db) -> Result<usize> {
    let mut all = batches(db, |tx| people::sealing::reseal_persons(tx, RESEALED_AT_ONCE))?;
    all += batches(db, |tx| enrolments::sealing::reseal_cards(tx, RESEALED_AT_ONCE))?;
    for table in SEALED {
        all += batches(db, |tx| table.reseal(tx, RESEALED_AT_ONCE))?;
    }
    Ok(all)
}

/// Runs a batch until it finds nothing more to do.
fn batches(db: &Db, batch: impl Fn(&mut Tx) -> Result<usize> + Copy + Send + 'static) -> Result<usize> {
    let mut all = 0;
    loop {
        let rows = db.write_now(Who::program("keys rotate"), move |tx| {
            tx.housekeeping("the same values under another key");
            batch(tx)
        })?;
        if rows == 0 {
            return Ok(all);
        }
        all += rows;
    }
}
