//! What a phone may be taken to know of a field: who changed it last, and when somebody else did.
//!
//! A phone that is offline edits one field twice on the same base. Its second edit must not collide with its own
//! first one, which the server has meanwhile given a newer revision. So a version remembers, beside the last
//! revision, the last one by anybody but its writer. That is enough for every writer, however many changes there were.

/// One local database of one phone. A phone that was set up anew is another writer: it no longer knows its old edits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer {
    /// The device.
    pub device: String,
    /// Drawn at random when the device's local database was made.
    pub epoch: String,
}

/// When a field was changed, as far as a merge has to know. The default is a field nobody ever wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldVersion {
    /// The revision of the last change; 0 when there was none.
    pub rev: i64,
    /// Whose change that was; nobody's when the server itself changed the field.
    pub writer: Option<Writer>,
    /// The revision of the last change by anybody else than `writer`; 0 when there was none.
    pub others_rev: i64,
}

impl FieldVersion {
    /// The revision at which somebody other than `writer` last changed the field.
    pub fn foreign_rev(&self, writer: &Writer) -> i64 {
        if self.writer.as_ref() == Some(writer) { self.others_rev } else { self.rev }
    }

    /// The version after a change at `rev`.
    #[must_use]
    pub fn changed(&self, writer: Option<&Writer>, rev: i64) -> Self {
        let others_rev = if self.writer.as_ref() == writer { self.others_rev } else { self.rev };
        Self { rev, writer: writer.cloned(), others_rev }
    }
}
