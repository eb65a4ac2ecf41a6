//! Lines of iCalendar: escaped, folded at 75 octets, never inside a letter.

const WIDTH: usize = 75;

#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// A line of our own words, or of what holds no text of people.
    pub fn raw(&mut self, line: &str) -> &mut Self {
        let mut width = 0;
        for c in line.chars().filter(|c| !c.is_control()) {
            if width + c.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
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
