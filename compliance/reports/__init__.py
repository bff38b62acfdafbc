"""The papers that people send on, each from one `Report`: XLSX, DOCX, HTML, ICS, CSV."""
