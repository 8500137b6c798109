//! Answers of figures, kept until the next write: dashboards ask the same questions all day long.
//!
//! An answer is kept with the number of writes the database had seen before it was worked out. It is given again only
//! to the same question within the same scope, on the same day, and as long as no write happened since; so a kept
//! answer is never older than one worked out anew.
use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{HttpResponse, web::Bytes};

use super::Answer;
use crate::base::Result;

/// What all kept answers may weigh together, in bytes; then the shelf is cleared.
const ROOM: usize = 16 * 1024 * 1024;

/// The shelf on which answers are kept.
#[derive(Debug, Default)]
pub struct KeptAnswers(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    answers: HashMap<String, (i64, Bytes)>,
    weight: usize,
}

impl KeptAnswers {
    /// The answer to this question, if no write came after it.
    pub(super) fn find(&self, question: &str, writes: i64) -> Option<Bytes> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.answers.get(question).filter(|(at, _)| *at == writes).map(|(_, answer)| answer.clone())
    }

    /// Keeps an answer that was worked out after so many writes.
    pub(super) fn keep(&self, question: String, writes: i64, answer: Bytes) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.weight > ROOM {
            *shelf = Shelf::default();
        }
        let named = question.len();
        shelf.weight += named + answer.len();
        if let Some((_, old)) = shelf.answers.insert(question, (writes, answer)) {
            shelf.weight = shelf.weight.saturating_sub(named + old.len());
        }
    }
}

/// One thing that is dear to read and seldom changes, kept with the number of its version.
#[derive(Default)]
pub struct Standing {
    kept: Mutex<Option<Versioned>>,
    making: Mutex<()>,
}

type Versioned = (i64, Arc<dyn Any + Send + Sync>);

impl Standing {
    /// What is kept when it is of this version, else what `make` makes out of what was kept before; that is kept from now
    /// on. It is made once: whoever asks meanwhile waits for it.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn newest<T: Send + Sync + 'static>(
        &self,
        version: i64,
        make: impl FnOnce(Option<Arc<T>>) -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(thing) = self.kept(version) {
            return Ok(thing);
        }
        let _alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thing) = self.kept(version) {
            return Ok(thing);
        }
        let made = Arc::new(make(self.last())?);
        let thing: Arc<dyn Any + Send + Sync> = made.clone();
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, thing));
        Ok(made)
    }
    /// What is kept, when it is of this version.
    pub fn kept<T: Send + Sync + 'static>(&self, version: i64) -> Option<Arc<T>> {
        self.versioned().filter(|(at, _)| *at == version).and_then(|(_, thing)| thing.downcast().ok())
    }
    /// What is kept, of whatever version.
    fn last<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.versioned().and_then(|(_, thing)| thing.downcast().ok())
    }
    fn versioned(&self) -> Option<Versioned> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// 200 with a view that may have been written before.
#[derive(Debug)]
pub struct KeptJson(pub(super) Bytes);
impl Answer for KeptJson {
    fn into_response(self) -> Result<HttpResponse> {
        Ok(HttpResponse::Ok().content_type("application/json").body(self.0))
    }
}
