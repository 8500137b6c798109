//! Every mail we send, with its fields. A letter carries no personal data beyond the reader's own name.
use std::str::FromStr;

use crate::base::Lang;

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// Come in: choose a password.
    Invitation,
    /// A new password was asked for.
    PasswordReset,
}

/// A letter, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

impl Letter {
    /// All letters.
    pub const ALL: &'static [Self] = &[Self::Invitation, Self::PasswordReset];

    /// The word it is stored under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
        }
    }

    fn template(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Invitation, Lang::Vi) => include_str!("templates/invitation.vi.txt"),
            (Self::Invitation, Lang::En) => include_str!("templates/invitation.en.txt"),
            (Self::PasswordReset, Lang::Vi) => include_str!("templates/password_reset.vi.txt"),
            (Self::PasswordReset, Lang::En) => include_str!("templates/password_reset.en.txt"),
        }
    }

    /// Writes it: the template's first line is the subject; `{name}` and `{link}` are filled in.
    pub fn write(self, lang: Lang, name: &str, link: &str) -> Written {
        let filled = self.template(lang).replace("{name}", name).replace("{link}", link);
        let (subject, text) = filled.split_once('\n').unwrap_or((&filled, ""));
        Written { subject: subject.trim().to_owned(), text: text.trim_start().to_owned() }
    }
}

impl FromStr for Letter {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|letter| letter.word() == word).ok_or(())
    }
}
