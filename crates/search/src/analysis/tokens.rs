//! The chain as the index takes it.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Analysis, Word, composed, words};

/// Which terms a field gets of each word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// All its lemmas at one position.
    Lemmas,
    /// The form as written.
    Forms,
}

/// The chain under a name that fields refer to.
#[derive(Clone)]
pub struct Chain {
    pub analysis: Arc<Analysis>,
    pub terms: Terms,
}

/// Terms of one text, one after another.
pub struct Made {
    chain: Chain,
    words: std::vec::IntoIter<Word>,
    position: usize,
    word: Option<Word>,
    /// What is left of the word in hand.
    lemmas: Option<(Arc<[String]>, usize)>,
    current: Token,
}

impl Tokenizer for Chain {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let words = words(&composed(text)).into_iter();
        let current = Token { position_length: 1, ..Token::default() };
        Made { chain: self.clone(), words, position: usize::MAX, word: None, lemmas: None, current }
    }
}

impl Made {
    /// The next text to be cut: a word, or the whole of what it is the first part of.
    fn next(&mut self) -> Option<String> {
        if let Some(joined) = self.word.as_mut().and_then(|word| word.joined.take()) {
            return Some(joined);
        }
        let mut word = self.words.next()?;
        self.position = self.position.wrapping_add(1);
        self.current.position = self.position;
        (self.current.offset_from, self.current.offset_to) = (word.from, word.to);
        let text = std::mem::take(&mut word.text);
        self.word = Some(word);
        Some(text)
    }
}

impl TokenStream for Made {
    fn advance(&mut self) -> bool {
        loop {
            if let Some((lemmas, at)) = &mut self.lemmas
                && let Some(lemma) = lemmas.get(*at)
            {
                *at += 1;
                self.current.text.clear();
                self.current.text.push_str(lemma);
                return true;
            }
            let Some(text) = self.next() else { return false };
            match self.chain.terms {
                Terms::Lemmas => self.lemmas = Some((self.chain.analysis.lemmas(&text), 0)),
                Terms::Forms => {
                    self.current.text = text;
                    return true;
                }
            }
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
