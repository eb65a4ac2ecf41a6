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

/// Terms of one text, made at once.
pub struct Made {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Chain {
    fn add(&self, position: usize, word: &Word, text: &str, to: &mut Vec<Token>) {
        let token = |text: &str| Token {
            offset_from: word.from,
            offset_to: word.to,
            position,
            text: text.to_owned(),
            position_length: 1,
        };
        match self.terms {
            Terms::Lemmas => to.extend(self.analysis.lemmas(text).iter().map(|l| token(l))),
            Terms::Forms => to.push(token(text)),
        }
    }
}

impl Tokenizer for Chain {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let text = composed(text);
        let mut tokens = Vec::new();
        for (position, word) in words(&text).iter().enumerate() {
            self.add(position, word, &word.text, &mut tokens);
            if let Some(joined) = &word.joined {
                self.add(position, word, joined, &mut tokens);
            }
        }
        Made { tokens: tokens.into_iter(), current: Token::default() }
    }
}

impl TokenStream for Made {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.current = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
