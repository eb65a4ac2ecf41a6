//! The bounded queue of one connection. Pushing never waits: what does not fit is dropped by worth.
//!
//! Half full: typing and presence are dropped. Three quarters full: the stream that would grow it collapses into one
//! `dirty` mark. Full all the same: the connection is too slow to be kept.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;

/// Something to be written.
#[derive(Debug)]
pub(crate) enum Out {
    /// An event of a subscription.
    Event { sub: u64, seq: i64, text: Utf8Bytes },
    /// Typing and presence of a subscription: nobody misses one.
    Soft { sub: u64, text: Utf8Bytes },
    /// Closed streams, dirty marks: small and never dropped.
    Word(Utf8Bytes),
}

impl Out {
    pub(crate) fn text(&self) -> &Utf8Bytes {
        match self {
            Self::Event { text, .. } | Self::Soft { text, .. } | Self::Word(text) => text,
        }
    }

    pub(crate) fn into_text(self) -> Utf8Bytes {
        match self {
            Self::Event { text, .. } | Self::Soft { text, .. } | Self::Word(text) => text,
        }
    }
}

/// What became of a pushed event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    Queued,
    /// The stream has to collapse: nothing was queued.
    Crowded,
    /// The connection has to go.
    Full,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub messages: usize,
    pub bytes: usize,
}

#[derive(Debug)]
pub(crate) struct Queue {
    items: VecDeque<Out>,
    bytes: usize,
    limits: Limits,
}

/// Room for control words beyond the limit: a closed stream must be told even to a crowded client.
const WORDS: usize = 256;

impl Queue {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { items: VecDeque::new(), bytes: 0, limits }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn event(&mut self, sub: u64, seq: i64, text: &Utf8Bytes) -> Pushed {
        if self.items.len() >= self.limits.messages || self.bytes >= self.limits.bytes {
            return Pushed::Full;
        }
        if self.reaches(3, text.len()) {
            return Pushed::Crowded;
        }
        self.put(Out::Event { sub, seq, text: text.clone() });
        Pushed::Queued
    }

    /// False when dropped.
    pub(crate) fn soft(&mut self, sub: u64, text: &Utf8Bytes) -> bool {
        let fits = !self.reaches(2, text.len());
        if fits {
            self.put(Out::Soft { sub, text: text.clone() });
        }
        fits
    }

    /// False when even this does not fit.
    pub(crate) fn word(&mut self, text: Utf8Bytes) -> bool {
        let fits = self.items.len() < self.limits.messages + WORDS;
        if fits {
            self.put(Out::Word(text));
        }
        fits
    }

    /// Takes everything of a subscription out; answers the number of its first event.
    pub(crate) fn collapse(&mut self, sub: u64) -> Option<i64> {
        let mut first = None;
        self.retain(|s, seq| {
            if s == sub && first.is_none() {
                first = seq;
            }
            s != sub
        });
        first
    }

    /// Drops events of a subscription that the client has already.
    pub(crate) fn forget(&mut self, sub: u64, up_to: i64) {
        self.retain(|s, seq| s != sub || seq.is_none_or(|seq| seq > up_to));
    }

    /// The next items to write, about `bytes` of them.
    pub(crate) fn take(&mut self, bytes: usize) -> Vec<Out> {
        let mut taken = Vec::new();
        let mut size = 0;
        while size < bytes
            && let Some(item) = self.items.pop_front()
        {
            size += item.text().len();
            taken.push(item);
        }
        self.bytes -= size;
        if self.items.is_empty() && self.items.capacity() > 32 {
            // An idle connection keeps no memory of its last burst.
            self.items = VecDeque::new();
        }
        taken
    }

    /// Everything but the events of the subscriptions named.
    pub(crate) fn take_others(&mut self, subs: &[u64]) -> Vec<Out> {
        let all = std::mem::take(&mut self.items);
        self.bytes = 0;
        let mut others = Vec::new();
        for item in all {
            match item {
                Out::Event { sub, .. } if subs.contains(&sub) => self.put(item),
                _ => others.push(item),
            }
        }
        others
    }

    pub(crate) fn clear(&mut self) {
        self.items = VecDeque::new();
        self.bytes = 0;
    }

    fn put(&mut self, item: Out) {
        self.bytes += item.text().len();
        self.items.push_back(item);
    }

    /// Would `more` bytes fill the queue to so many quarters?
    fn reaches(&self, quarters: usize, more: usize) -> bool {
        (self.items.len() + 1) * 4 >= self.limits.messages * quarters
            || (self.bytes + more) * 4 >= self.limits.bytes * quarters
    }

    fn retain(&mut self, mut keep: impl FnMut(u64, Option<i64>) -> bool) {
        let mut bytes = 0;
        self.items.retain(|item| {
            let kept = match item {
                Out::Event { sub, seq, .. } => keep(*sub, Some(*seq)),
                Out::Soft { sub, .. } => keep(*sub, None),
                Out::Word(_) => true,
            };
            bytes += if kept { item.text().len() } else { 0 };
            kept
        });
        self.bytes = bytes;
    }
}
