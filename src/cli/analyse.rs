//! `tungnha analyse`: the estimators of `methods` on a table of one's own, for analysts and for checking.
mod shares;
mod table;
mod trials;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};

use self::table::{Column, Fault, Row, Sure, read};
use crate::{
    base::{Error, Result, Text},
    methods::{
        Estimate, series,
        staggered::{self, Base, Control},
    },
};

const ANY: &str = "The file is CSV with `,`, `;` or tab, UTF-8 or UTF-16, the names of the columns in its first line, in any order; \
- is standard input. Up to 200,000 rows and 50 MB. docs/methods.md says when each method is honest.";

/// Run one method over a table whose first line names its columns.
#[derive(Args)]
#[command(after_help = ANY)]
pub struct Analyse {
    #[command(subcommand)]
    method: Method,
}

/// Where the table is, and how the answer is written.
#[derive(Args)]
struct Table {
    /// The table; - for standard input.
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// Everything, as JSON.
    #[arg(long)]
    json: bool,
    /// Pass over columns that the method does not know, instead of refusing.
    #[arg(long)]
    other_columns: bool,
}

#[derive(Subcommand)]
enum Method {
    /// Work assigned by lot: the effect of being assigned, and of being met.
    #[command(after_help = "Columns: outcome (1 or 0, or an amount), assigned (1 or 0), contacted (1 or 0),\n\
        cluster (the hamlet or precinct, where whole ones were assigned), people (this row stands for so many alike).\n\n\
        Example:\n  outcome,assigned,contacted,cluster,people\n  1,1,1,thon-1,24\n  0,1,0,thon-1,61\n  …\n  \
        tungnha analyse cace --csv trial.csv")]
    Cace {
        #[command(flatten)]
        table: Table,
        /// Only the effect of being assigned: contacted is not needed.
        #[arg(long)]
        assigned_only: bool,
    },
    /// Work that began at different times (Callaway and Sant'Anna).
    #[command(
        after_help = "Columns: unit, period (whole numbers, or months like 2026-03), first_treated (the first period with\n\
        work; empty, 0 or never where there was none), outcome, cluster (where more than the unit was decided as a whole).\n\n\
        Example:\n  unit,period,first_treated,outcome\n  xa-1,2026-01,2026-04,71.2\n  …\n  \
        tungnha analyse did --csv panel.csv --control not-yet --draws 999 --seed 7"
    )]
    Did {
        #[command(flatten)]
        table: Table,
        /// With whom to compare.
        #[arg(long, value_enum, default_value = "never")]
        control: ControlWord,
        /// What the time before the start is compared with.
        #[arg(long, value_enum, default_value = "varying")]
        base: BaseWord,
        /// Bootstrap draws, up to 10,000; 0 for standard errors of influence.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000))]
        draws: u32,
        /// What the draws begin with.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// A series of counts with a break.
    #[command(
        after_help = "Columns: period (whole numbers, or months like 2026-03), outcome (how many), people (of how many; 1\n\
        unless said).\n\n\
        Example:\n  period,outcome,people\n  2024-01,312,20110\n  …\n  tungnha analyse its --csv months.csv --from 2026-01"
    )]
    Its {
        #[command(flatten)]
        table: Table,
        /// The first period after the break.
        #[arg(long, value_parser = period)]
        from: i64,
        /// Periods in a year, which repeat; 0 where nothing repeats.
        #[arg(long, default_value_t = 12)]
        season: u16,
        /// Periods over which Newey and West's errors follow neighbours; 4 (n/100)^(2/9) unless said.
        #[arg(long)]
        lag: Option<usize>,
    },
    /// Shares with their intervals, each compared with the first.
    #[command(after_help = "Columns: name, hits, of.\n\n\
        Example:\n  name,hits,of\n  assisted,124,312\n  usual,10,290\n  tungnha analyse proportions --csv shares.csv")]
    Proportions {
        #[command(flatten)]
        table: Table,
    },
    /// Credit of touches, by every rule: bookkeeping, not effect.
    #[command(
        after_help = "Columns: path (touches with > between; empty for none), converted, not_converted, days (before the\n\
        enrolment, with > between, one for each touch).\n\n\
        Example:\n  path,converted,not_converted\n  L > V,30,170\n  V,40,260\n  tungnha analyse credit --csv paths.csv"
    )]
    Credit {
        #[command(flatten)]
        table: Table,
        /// Days after which a touch counts half, where days are given.
        #[arg(long, default_value_t = 30.0)]
        half_life: f64,
    },
    /// A change of a rate, divided into rate and composition.
    #[command(after_help = "Columns: group, people_before, rate_before, people_after, rate_after.\n\n\
        Example:\n  group,people_before,rate_before,people_after,rate_after\n  town,600,0.90,700,0.92\n  \
        hills,400,0.50,300,0.55\n  tungnha analyse kitagawa --csv groups.csv")]
    Kitagawa {
        #[command(flatten)]
        table: Table,
    },
    /// Places that were worked in beside places that looked alike before: nearest neighbours.
    #[command(
        after_help = "Columns: name, outcome (the change, or what came of it), assigned (1 or 0), level (before), trend (before).\n\n\
        Example:\n  name,outcome,assigned,level,trend\n  xa-1,5.0,1,60.0,1.0\n  xa-9,2.0,0,61.0,1.2\n  …\n  \
        tungnha analyse matched --csv places.csv"
    )]
    Matched {
        #[command(flatten)]
        table: Table,
        /// Neighbours of each place that was worked in.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
        neighbours: u16,
    },
    /// How often the lot alone would do as much.
    #[command(
        after_help = "Columns: outcome (the sum over the row's people), assigned, people (1 unless said), stratum (within which\n\
        the lot was drawn), cluster (rows of one cluster are added up and drawn together).\n\n\
        Example:\n  outcome,people,assigned\n  131,268,1\n  251,655,0\n  …\n  \
        tungnha analyse randomisation --csv hamlets.csv --seed 7\n\n\
        Up to 200,000 arrangements all are looked at; of more, --draws are drawn from --seed."
    )]
    Randomisation {
        #[command(flatten)]
        table: Table,
        /// Arrangements to draw where there are too many to look at all, up to 10,000,000.
        #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        draws: u64,
        /// What the draws begin with.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// The smallest effect that a design can see.
    #[command(
        after_help = "Columns: share (who enrols without the work), people (in each cluster), alike (how alike those of one\n\
        cluster are, 0 to 1; 0.02 unless said), clusters (in each arm).\n\n\
        Example:\n  share,people,alike,clusters\n  0.10,200,0.02,20\n  tungnha analyse power --csv designs.csv"
    )]
    Power {
        #[command(flatten)]
        table: Table,
    },
}

fn period(text: &str) -> std::result::Result<i64, String> {
    table::period(text).ok_or_else(|| "a whole number, or a month like 2026-03".to_owned())
}

#[derive(Clone, Copy, ValueEnum)]
enum ControlWord {
    /// Units where nothing ever began.
    Never,
    /// The same, and units where it had not begun yet.
    NotYet,
}

impl From<ControlWord> for Control {
    fn from(word: ControlWord) -> Self {
        match word {
            ControlWord::Never => Self::Never,
            ControlWord::NotYet => Self::NotYet,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum BaseWord {
    /// With the period just before each.
    Varying,
    /// With the last period before the start.
    Universal,
}

impl From<BaseWord> for Base {
    fn from(word: BaseWord) -> Self {
        match word {
            BaseWord::Varying => Self::Varying,
            BaseWord::Universal => Self::Universal,
        }
    }
}

/// What a method says.
struct Said {
    /// How it was worked out, in a few words.
    how: String,
    /// How many rows, people or units.
    n: usize,
    /// What was assigned as wholes.
    clusters: Option<usize>,
    /// The one figure, where there is one.
    headline: Option<Headline>,
    warnings: Vec<Text>,
    /// Everything.
    result: Value,
    /// The same in lines: what, figure.
    lines: Vec<(String, String)>,
}

/// The one figure that a method is asked for; what a method does not have is null.
#[derive(Clone, Copy, Default, Serialize)]
struct Headline {
    estimate: Option<f64>,
    se: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p: Option<f64>,
    df: Option<f64>,
}

impl From<&Estimate> for Headline {
    fn from(e: &Estimate) -> Self {
        Self { estimate: Some(e.value), se: Some(e.se), low: Some(e.low), high: Some(e.high), p: Some(e.p), df: e.df }
    }
}

impl Said {
    fn print(self, method: &str, as_json: bool) -> Result<()> {
        let Headline { estimate, se, low, high, p, df } = self.headline.unwrap_or_default();
        if as_json {
            let warnings: Vec<Value> =
                self.warnings.iter().map(|Text { vi, en }| json!({ "vi": vi, "en": en })).collect();
            let whole = json!({
                "method": method, "how": self.how, "n": self.n, "clusters": self.clusters, "estimate": estimate, "se": se,
                "low": low, "high": high, "p": p, "df": df, "warnings": warnings, "result": self.result,
            });
            println!("{:#}", whole);
            return Ok(());
        }
        let mut lines = vec![line("method", self.how), line("n", self.n.to_string())];
        lines.extend(self.clusters.map(|clusters| line("clusters", clusters.to_string())));
        lines.extend(self.lines);
        let wide = lines.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
        for (what, figure) in lines {
            println!("{}", format!("{what:wide$}  {figure}").trim_end());
        }
        for Text { vi, en } in self.warnings {
            println!("! {vi} · {en}");
        }
        Ok(())
    }
}

impl Analyse {
    pub fn run(self) -> Result<()> {
        use Method::{Cace, Credit, Did, Its, Kitagawa, Matched, Power, Proportions, Randomisation};
        let (name, table, said) = match self.method {
            Cace { table, assigned_only } => {
                let columns = if assigned_only { trials::ASSIGNED } else { trials::CACE };
                let said = over(&table, columns, |rows| trials::cace(rows, !assigned_only));
                ("cace", table, said)
            }
            Did { table, control, base, draws, seed } => {
                let draws = usize::try_from(draws).map_err(Error::internal)?;
                let asked = staggered::Asked { control: control.into(), base: base.into(), draws, seed };
                let said = over(&table, trials::DID, |rows| trials::did(rows, asked));
                ("did", table, said)
            }
            Its { table, from, season, lag } => {
                let asked = series::Asked { from, season, lag };
                let said = over(&table, trials::ITS, |rows| trials::its(rows, asked));
                ("its", table, said)
            }
            Matched { table, neighbours } => {
                let said = over(&table, trials::MATCHED, |rows| trials::alike(rows, usize::from(neighbours)));
                ("matched", table, said)
            }
            Randomisation { table, draws, seed } => {
                let said = over(&table, trials::LOT, |rows| trials::lot(rows, draws, seed));
                ("randomisation", table, said)
            }
            Proportions { table } => {
                let said = over(&table, shares::PROPORTIONS, shares::proportions);
                ("proportions", table, said)
            }
            Credit { table, half_life } => {
                let said = over(&table, shares::CREDIT, |rows| shares::credit(rows, half_life));
                ("credit", table, said)
            }
            Kitagawa { table } => {
                let said = over(&table, shares::KITAGAWA, shares::change);
                ("kitagawa", table, said)
            }
            Power { table } => {
                let said = over(&table, shares::POWER, shares::power);
                ("power", table, said)
            }
        };
        said.map_err(Error::internal)?.print(name, table.json)
    }
}

fn over(table: &Table, columns: &'static [Column], method: impl FnOnce(&[Row]) -> Sure<Said>) -> Sure<Said> {
    method(&read(&table.csv, columns, table.other_columns)?)
}

/// All rows, each made into something.
fn each<T>(rows: &[Row], make: impl FnMut(&Row) -> Sure<T>) -> Sure<Vec<T>> {
    rows.iter().map(make).collect()
}

fn whole(result: &impl Serialize) -> Sure<Value> {
    serde_json::to_value(result).map_err(|error| Fault::new(error.to_string(), error.to_string()))
}

fn line(what: &str, figure: impl Into<String>) -> (String, String) {
    (what.to_owned(), figure.into())
}

fn figure(value: f64) -> String {
    format!("{value:.6}")
}

fn in_words(e: &Estimate) -> String {
    let df = e.df.map(|df| format!(", df {df:.1}")).unwrap_or_default();
    format!("{:.6}  (SE {:.6}; 95 % {:.6} … {:.6}; p {:.4}{df})", e.value, e.se, e.low, e.high, e.p)
}
