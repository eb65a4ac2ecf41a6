//! XML written front to back.

use platform::markup::escape;

#[derive(Default)]
pub struct Xml(String);

impl Xml {
    pub fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.0.push('<');
        self.tag(name, attributes);
        self.0.push('>');
        self
    }

    pub fn end(&mut self, name: &str) -> &mut Self {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
        self
    }

    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.start(name, attributes);
        self.0.push_str(&escape(text));
        self.end(name)
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.0.push_str(&escape(value));
            self.0.push('"');
        }
    }

    pub fn finish(self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", self.0)
    }
}
