//! Just enough of a Rust reader for the house rules: comments, strings, `use` trees, blocks.
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Folders that are built, or private to one machine.
const SKIPPED: &[&str] = &[".git", ".venv", "target", "var", "node_modules", "dist", "__pycache__"];

/// A file, read once.
pub struct Source {
    pub name: String,
    pub text: String,
    /// The text with comments and the insides of strings blanked; same lines, same offsets.
    pub code: String,
    /// Line and content of every string literal.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let (code, strings) = if name.ends_with(".rs") { strip(&text) } else { Default::default() };
        Self { name, text, code, strings }
    }

    /// Every path into the crate, from its root: `use crate::{a::b, c}` gives a::b and c; `super::` is resolved.
    pub fn imports(&self) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        let mut home: Vec<&str> = self.name.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
        home.retain(|part| *part != "mod");
        for at in places(&self.code, "crate") {
            let Some(rest) = self.code.get(at + 5..).and_then(|r| r.strip_prefix("::")) else { continue };
            expand(rest, &mut Vec::new(), &mut |path| found.push((line_of(&self.code, at), path)));
        }
        for at in places(&self.code, "super")
            .into_iter()
            .filter(|at| !self.code.get(..*at).is_some_and(|before| before.ends_with("::")))
        {
            let (mut rest, mut base) = (self.code.get(at..).unwrap_or_default(), home.clone());
            while let Some(after) = rest.strip_prefix("super::") {
                base.pop();
                rest = after;
            }
            let mut start = base.iter().map(|s| (*s).to_owned()).collect();
            expand(rest, &mut start, &mut |path| found.push((line_of(&self.code, at), path)));
        }
        found
    }
}

/// Reads `a::{b, c::d}` at the start of `text` and calls `found` with each whole path; the rest of the text.
fn expand<'a>(text: &'a str, path: &mut Vec<String>, found: &mut dyn FnMut(Vec<String>)) -> &'a str {
    let depth = path.len();
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.trim_start().starts_with('}') && !inner.trim_start().is_empty() {
                let before = inner.len();
                inner = expand(inner, path, found);
                inner = inner
                    .split_once([',', '}'])
                    .map_or("", |(skipped, _)| inner.get(skipped.len()..).unwrap_or_default());
                inner = inner.strip_prefix(',').unwrap_or(inner);
                if inner.len() == before {
                    break;
                }
            }
            path.truncate(depth);
            return inner.trim_start().strip_prefix('}').unwrap_or(inner);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        path.push(word.to_owned());
        match after.strip_prefix("::") {
            Some(next) => rest = next,
            None => {
                found(path.clone());
                path.truncate(depth);
                return after;
            }
        }
    }
}

/// Blanks comments and the insides of strings; collects the strings with their lines.
fn strip(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut strings, mut rest, mut line) = (String::with_capacity(text.len()), Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let raw = raw_hashes(rest, &code);
        let (head, inside, whole) = if rest.starts_with("//") {
            (0, rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            (0, rest.find("*/").map_or(rest.len(), |i| i + 2), None)
        } else if let Some(hashes) = raw {
            let (open, close) = (hashes + 2, format!("\"{}", "#".repeat(hashes)));
            let length = rest.get(open..).and_then(|r| r.find(&close)).unwrap_or(rest.len() - open);
            (open, length, Some(close.len()))
        } else if first == '"' {
            (1, string_length(rest.get(1..).unwrap_or_default()), Some(1))
        } else if first == '\'' {
            (1, char_length(rest.get(1..).unwrap_or_default()), Some(0))
        } else {
            (first.len_utf8(), 0, Some(0))
        };
        let (before, after) = rest.split_at(head);
        let (content, after) = after.split_at(inside.min(after.len()));
        let (close, after) = after.split_at(whole.unwrap_or(0).min(after.len()));
        code.push_str(before);
        if whole.is_some_and(|close| close > 0) {
            strings.push((line, content.to_owned()));
        }
        code.extend(
            content.chars().flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8())),
        );
        code.push_str(close);
        line += [before, content].iter().map(|part| part.matches('\n').count()).sum::<usize>();
        rest = after;
    }
    (code, strings)
}

/// The number of `#` when a raw string starts here.
fn raw_hashes(rest: &str, before: &str) -> Option<usize> {
    let after =
        rest.strip_prefix('r').filter(|_| !before.ends_with(|c: char| c.is_alphanumeric() && c != 'b' || c == '_'))?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    after.get(hashes..)?.starts_with('"').then_some(hashes)
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            '"' if !escaped => return i,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

/// The length of a character literal's inside; 0 when the quote begins a lifetime.
fn char_length(text: &str) -> usize {
    let mut chars = text.char_indices();
    match chars.next() {
        Some((_, '\\')) => text.get(2..).and_then(|t| t.find('\'')).map_or(0, |i| i + 2),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(0, |(i, _)| i),
        None => 0,
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// Every file below, relative to `folder`, without what is built or private to this machine.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !SKIPPED.contains(&entry.file_name().to_string_lossy().as_ref()) => {
                    open.push(path)
                }
                Ok(kind) if kind.is_file() => files.extend(path.strip_prefix(folder).map(Path::to_path_buf)),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

pub fn texts(folders: &[&str], ends: &[&str]) -> Vec<Source> {
    let wanted = |p: &PathBuf| {
        folders.iter().any(|f| p.starts_with(f)) && ends.iter().any(|e| p.extension().is_some_and(|x| x == *e))
    };
    let files = walk(&root()).into_iter().filter(wanted);
    files.map(|p| Source::new(p.to_string_lossy().into_owned(), read(&root().join(&p)))).collect()
}

pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    let files = SOURCES.get_or_init(|| texts(&["src"], &["rs"]));
    assert!(files.len() > 20, "the source was not found");
    files
}

pub fn tests() -> &'static [Source] {
    static TESTS: OnceLock<Vec<Source>> = OnceLock::new();
    TESTS.get_or_init(|| texts(&["tests", "benches"], &["rs"]))
}

/// Where `word` stands as whole words.
pub fn places(text: &str, word: &str) -> Vec<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |at: &usize| {
        let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        !(before.ends_with(part) || word.ends_with(part) && after.starts_with(part))
    };
    text.match_indices(word).map(|(at, _)| at).filter(whole).collect()
}

pub fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// Where the first `{…}` block ends.
pub fn block_end(code: &str) -> usize {
    let mut depth = 0;
    for (i, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return i,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}
