//! Mail leaving the house: over SMTP with rustls in production, as files by default.
mod letter;

use std::{path::PathBuf, time::Duration};

use lettre::{
    FileTransport, Message, SmtpTransport, Transport,
    message::{Mailbox, header::ContentType},
    transport::smtp::authentication::Credentials,
};

pub use letter::{Letter, Written};

use crate::{
    base::{Error, Result},
    config::{Mail, MailTransport, SmtpSecurity},
};

/// Sends letters one way.
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

enum Way {
    File(PathBuf),
    Smtp(Box<SmtpTransport>),
}

/// Why a letter did not leave.
#[derive(Debug)]
pub enum NotSent {
    /// Worth another try later.
    Later(String),
    /// The other side will never take it.
    Never(String),
}

impl Mailer {
    /// As the configuration says.
    ///
    /// # Errors
    /// When the sender is no address or the server's name is not usable.
    pub fn new(config: &Mail) -> Result<Self> {
        let from = config.from.parse().map_err(|e| Error::internal(format_args!("mail.from: {e}")))?;
        let way = match config.transport {
            MailTransport::File => {
                std::fs::create_dir_all(&config.folder)
                    .map_err(|e| Error::internal(format_args!("mail.folder {}: {e}", config.folder.display())))?;
                Way::File(config.folder.clone())
            }
            MailTransport::Smtp => {
                let relay = |built: std::result::Result<_, lettre::transport::smtp::Error>| {
                    built.map_err(|e| Error::internal(format_args!("mail.smtp_host: {e}")))
                };
                let mut builder = match config.smtp_security {
                    SmtpSecurity::Tls => relay(SmtpTransport::relay(&config.smtp_host))?,
                    SmtpSecurity::Starttls => relay(SmtpTransport::starttls_relay(&config.smtp_host))?,
                    SmtpSecurity::None => SmtpTransport::builder_dangerous(&config.smtp_host),
                };
                builder = builder.port(config.smtp_port).timeout(Some(Duration::from_secs(30)));
                if !config.smtp_username.is_empty() {
                    builder = builder
                        .credentials(Credentials::new(config.smtp_username.clone(), config.smtp_password.clone()));
                }
                Way::Smtp(Box::new(builder.build()))
            }
        };
        Ok(Self { from, way })
    }

    /// Sends one letter; `id` makes the `Message-ID`, the same at every try.
    ///
    /// # Errors
    /// Whether another try makes sense.
    pub fn send(&self, id: &str, to: &str, written: &Written) -> std::result::Result<(), NotSent> {
        let to: Mailbox = to.parse().map_err(|_| NotSent::Never("the address is not usable".into()))?;
        let message = Message::builder()
            .message_id(Some(format!("<{id}@tungnha>")))
            .from(self.from.clone())
            .to(to)
            .subject(&written.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(written.text.clone())
            .map_err(|e| NotSent::Never(e.to_string()))?;
        match &self.way {
            Way::File(folder) => {
                FileTransport::new(folder).send(&message).map(drop).map_err(|e| NotSent::Later(e.to_string()))
            }
            Way::Smtp(smtp) => smtp.send(&message).map(drop).map_err(|e| {
                if e.is_permanent() {
                    NotSent::Never("refused for good".into())
                } else {
                    NotSent::Later("refused for now, or not reachable".into())
                }
            }),
        }
    }
}
