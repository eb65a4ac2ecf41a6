//! Lines of iCalendar: escaped, folded at 75 octets, never inside a letter.

use std::borrow::Cow;

const WIDTH: usize = 75;

#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// A line of our own words, or of what holds no text of people.
    pub fn raw(&mut self, line: &str) -> &mut Self {
        let line: Cow<'_, str> = if line.chars().any(char::is_control) {
            line.chars().filter(|c| !c.is_control()).collect()
        } else {
            line.into()
        };
        let (mut rest, mut width) = (&*line, WIDTH);
        while rest.len() > width {
            let (part, after) = rest.split_at(rest.floor_char_boundary(width));
            self.0.push_str(part);
            self.0.push_str("\r\n ");
            // The space at its beginning counts.
            (rest, width) = (after, WIDTH - 1);
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
        self
    }

    /// A property whose value people wrote.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        let mut line = format!("{name}:");
        for c in value.replace("\r\n", "\n").chars() {
            match c {
                '\n' | '\r' => line.push_str("\\n"),
                '\\' | ';' | ',' => {
                    line.push('\\');
                    line.push(c);
                }
                c => line.push(c),
            }
        }
        self.raw(&line)
    }

    pub fn done(self) -> String {
        self.0
    }
}
