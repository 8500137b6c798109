//! `tungnha import boundaries`: what an operator brings that no screen takes.
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Instant,
};

use aws_lc_rs::digest::{SHA256, digest};
use clap::{Args, Subcommand};

use super::database::open;
use crate::{
    base::{Day, Error, Result, hex::hex},
    db::{Db, Who},
    features::boundaries::{
        self, Matched, Matching, Origin, drawing,
        fault::{self, Sure},
        reading::{self, LARGEST, Reading},
    },
};

/// `tungnha import`.
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Boundaries of areas, for maps: GeoJSON or TopoJSON, keyed by official code.
    Boundaries(Boundaries),
}

impl Import {
    pub fn run(self) -> Result<()> {
        let Command::Boundaries(boundaries) = self.command;
        boundaries.run()
    }
}

const BOUNDARIES: &str = "\
The file: a FeatureCollection (GeoJSON) or a Topology (TopoJSON) of Polygons and MultiPolygons, WGS 84, longitude before\n\
latitude, in degrees; up to 64 MB, 20,000 areas, 4 million corners. Each area has its official code as text, with leading\n\
zeros: 01 for a province, 00004 for a commune.\n\n\
Everything is projected and simplified here, once; borders that two areas share stay shared. Provinces that the file does\n\
not draw, while it draws all their communes, are drawn around those. Without boundaries maps show areas as points.\n\n\
Importing again stands before what was imported earlier; the same file again changes nothing; --take-back makes the last\n\
import undone. Whether you may publish the boundaries is between you and whoever drew them: say who with --source, it is\n\
shown beside every map.\n\n\
Examples:\n  \
tungnha import boundaries xa-2025.topojson --source 'Sở Nông nghiệp và Môi trường' --dry-run\n  \
tungnha import boundaries tinh-2024.geojson --source '…' --on 2025-06-30\n  \
tungnha import boundaries --take-back";

/// `tungnha import boundaries`.
#[derive(Args)]
#[command(after_help = BOUNDARIES)]
struct Boundaries {
    /// The file.
    #[arg(required_unless_present_any = ["take_back", "list"])]
    file: Option<PathBuf>,
    /// Who drew the boundaries, as it is to stand beside every map.
    #[arg(long, required_unless_present_any = ["take_back", "list"], value_parser = source)]
    source: Option<String>,
    /// The property with the code; otherwise a usual one (code, ma, ma_xa …) that every area has, or its id.
    #[arg(long)]
    property: Option<String>,
    /// The layer of a TopoJSON file that has several.
    #[arg(long)]
    object: Option<String>,
    /// The day whose codes the file has: a code may mean another area before and after 1/7/2025. Today, or --valid-from.
    #[arg(long, value_parser = day)]
    on: Option<Day>,
    /// From when on the boundaries hold; otherwise from the day on which each area began.
    #[arg(long, value_parser = day)]
    valid_from: Option<Day>,
    /// Pass over codes that no area has on that day, instead of refusing.
    #[arg(long)]
    skip_unknown: bool,
    /// Only say what would be imported.
    #[arg(long)]
    dry_run: bool,
    /// Take the last import back; what it stood before holds again.
    #[arg(long, conflicts_with_all = ["file", "source", "property", "object", "on", "valid_from", "skip_unknown", "dry_run", "list"])]
    take_back: bool,
    /// Say what is imported.
    #[arg(long, conflicts_with_all = ["file", "source", "property", "object", "on", "valid_from", "skip_unknown", "dry_run"])]
    list: bool,
}

fn day(text: &str) -> std::result::Result<Day, String> {
    text.parse().map_err(|_| "a day such as 2025-07-01".to_owned())
}

fn source(text: &str) -> std::result::Result<String, String> {
    let text = text.trim();
    let fits = (3..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| "a line of 3 to 200 letters".to_owned())
}

fn sure<T>(outcome: Sure<T>) -> Result<T> {
    outcome.map_err(Error::internal)
}

impl Boundaries {
    fn run(self) -> Result<()> {
        let db = open()?;
        match (&self.file, &self.source) {
            _ if self.take_back => take_back(&db),
            (Some(file), Some(source)) => self.import(&db, file, source),
            _ => list(&db),
        }
    }

    fn import(&self, db: &Db, path: &Path, source: &str) -> Result<()> {
        let started = Instant::now();
        let bytes = bytes_of(path)?;
        let how = Reading { property: self.property.clone(), object: self.object.clone() };
        let file = sure(reading::read(&bytes, &how))?;
        eprintln!("đọc xong · read: {} areas, {} corners, codes in {}", file.areas.len(), file.corners, file.property);
        if !file.undrawn.is_empty() {
            eprintln!("không có hình · not drawn in the file: {}", boundaries::some_of(&file.undrawn));
        }
        let matching = Matching {
            on: self.on.or(self.valid_from).unwrap_or_else(|| db.clock().today()),
            valid_from: self.valid_from,
            skip_unknown: self.skip_unknown,
        };
        let matched = db.read_now(|conn| boundaries::matched(conn, &file, &matching))?;
        let matched = sure(matched)?;
        say(&matched);
        eprintln!("đang ghép và rút gọn ranh giới · joining and simplifying borders");
        let sketches = drawing::draw(&matched.placed, &matched.united);
        let weight: usize = sketches.iter().map(|sketch| sketch.path.len()).sum();
        let drawn =
            format!("{} paths, {} kB, {:.1} s", sketches.len(), weight / 1_000, started.elapsed().as_secs_f64());
        if self.dry_run {
            println!("chỉ chạy thử, chưa ghi gì · a trial, nothing was written ({drawn})");
            return Ok(());
        }
        let origin = Origin {
            file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            sha256: hex(digest(&SHA256, &bytes).as_ref()),
            source: source.to_owned(),
        };
        let united = matched.united.len();
        let imported = db.write_now(Who::program("import boundaries"), move |tx| {
            boundaries::import(tx, origin, &matching, (sketches, united))
        })?;
        match imported {
            Some(import) => {
                println!("đã nhập ranh giới của {0} địa bàn · boundaries of {0} areas imported ({drawn})", import.areas)
            }
            None => println!("tệp này đã được nhập, không đổi gì · the same was imported already, nothing changed"),
        }
        Ok(())
    }
}

/// The whole file, unless it is larger than it may be.
fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let unread = |error| Error::internal(format_args!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).map_err(Error::internal)?;
    File::open(path).map_err(unread)?.take(most + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() > LARGEST {
        Err(Error::internal(fault::too_large(format_args!("> {} MB", LARGEST / 1_000_000))))
    } else {
        Ok(bytes)
    }
}

fn say(matched: &Matched) {
    for (level, (drawn, all)) in &matched.levels {
        eprintln!("{level}: {drawn}/{all}");
    }
    eprintln!("ghép từ cấp dưới · drawn around what lies in them: {}", matched.united.len());
    for (what, codes) in [
        ("không có trong tệp · not in the file", &matched.missing),
        ("mã lạ, bỏ qua · unknown, passed over", &matched.unknown),
        ("quá nhỏ để vẽ · too small to draw", &matched.too_small),
    ] {
        if !codes.is_empty() {
            eprintln!("{what}: {}", boundaries::some_of(codes));
        }
    }
}

fn take_back(db: &Db) -> Result<()> {
    match db.write_now(Who::program("import boundaries"), boundaries::take_back)? {
        Some(import) => println!("đã rút lại · taken back: {} ({} areas)", import.file_name, import.areas),
        None => println!("chưa nhập ranh giới nào · no boundaries were imported"),
    }
    Ok(())
}

fn list(db: &Db) -> Result<()> {
    let all = db.read_now(boundaries::standing)?;
    if all.is_empty() {
        println!("chưa nhập ranh giới nào · no boundaries were imported");
    }
    for import in all {
        let from = import.valid_from.map_or_else(|| "as each began".to_owned(), |day| day.to_string());
        println!(
            "{}  {}  {} areas, {} drawn around others, codes of {}, valid from {from}; {}",
            import.imported_at, import.file_name, import.areas, import.united, import.on_day, import.source
        );
    }
    Ok(())
}
