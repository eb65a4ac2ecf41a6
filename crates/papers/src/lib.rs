//! Documents people print and keep: PDF, DOCX, XLSX.
