// The package and its one sheet. Written here, and not by a library, because those that Debian has write the sheet into a
// temporary file before they pack it: in clear, on the disk (docs/adr/0014-lists-out.md).
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "base/time.h"
#include "statistics/csv.h"
#include "statistics/packed_parts.h"
#include "statistics/table_out.h"

namespace arasha::statistics {
namespace {

constexpr std::size_t kCellLimit = 32'767;
constexpr std::size_t kPiece = std::size_t{1} << 15U;

constexpr std::string_view kTypes = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)";
constexpr std::string_view kPackage = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view kWorkbookParts = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)";
// Styles by number: 0 text, 1 heading, 2 a day, 3 text that stays text when somebody presses Return in its cell.
constexpr std::string_view kStyles = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>)";

std::string column_name(std::size_t number) {
  std::string out;
  for (++number; number > 0; number = (number - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (number - 1) % 26));
  return out;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// "_x0041_" at this place.
bool is_escape(std::string_view text) {
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' && is_hex(text[2]) && is_hex(text[3]) && is_hex(text[4]) && is_hex(text[5]);
}

// Digits with one point and a sign, as far as a sheet holds them exactly.
bool is_number(std::string_view text) {
  double value = 0;
  if (text.empty() || text.size() > 15) return false;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(value);
}

void put_text(std::string& out, std::string_view text, int style) {
  if (style == 0 && neutralise_cell(text) != text) style = 3;
  out += " t=\"inlineStr\"";
  if (style != 0) out += " s=\"" + std::to_string(style) + "\"";
  out += "><is><t xml:space=\"preserve\">" + sheet_text(text) + "</t></is></c>";
}

void put_cell(std::string& out, const std::string& place, const std::string& value, CellKind kind) {
  if (value.empty()) return;
  out += "<c r=\"" + place + "\"";
  const auto day = kind == CellKind::date ? sheet_day(value) : std::nullopt;
  if (day) out += " s=\"2\"><v>" + std::to_string(*day) + "</v></c>";
  else if (kind == CellKind::number && is_number(value)) out += "><v>" + value + "</v></c>";
  else put_text(out, value, 0);
}

std::string workbook(const std::string& sheet) {
  return R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name=")" + sheet_text(sheet) + R"(" sheetId="1" r:id="rId1"/></sheets></workbook>)";
}

std::string sheet_begin(const std::vector<TableColumn>& columns) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>)";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const char* width = columns[i].kind == CellKind::text ? "26" : "14";
    out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" + width + "\" customWidth=\"1\"/>";
  }
  out += "</cols><sheetData><row r=\"1\">";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out += "<c r=\"" + column_name(i) + "1\"";
    put_text(out, columns[i].heading, 1);
  }
  return out + "</row>";
}

}  // namespace

std::string sheet_text(std::string_view text) {
  std::string out;
  std::size_t count = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    UChar32 sign = 0;
    U8_NEXT(bytes, at, size, sign);
    const bool forbidden = sign < 0 || (sign < 0x20 && sign != '\t' && sign != '\n') || sign == 0xfffe || sign == 0xffff;
    if (forbidden) continue;
    count += sign > 0xffff ? 2 : 1;  // Excel counts in UTF-16
    if (count > kCellLimit) break;
    switch (sign) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '_': out += is_escape(text.substr(static_cast<std::size_t>(begin))) ? "_x005F_" : "_"; break;
      default: out.append(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
    }
  }
  return out;
}

std::optional<int> sheet_day(std::string_view date) {
  const auto read = date_from_iso(date);
  if (!read) return std::nullopt;
  const auto days = std::chrono::sys_days(*read) - std::chrono::sys_days(std::chrono::year(1899) / 12 / 30);
  if (days.count() < 61 || days.count() > 2'958'465) return std::nullopt;
  return static_cast<int>(days.count());
}

Result<std::string> to_xlsx(const std::string& sheet, const std::vector<TableColumn>& columns, const NextRow& next) {
  PackedParts parts;
  for (const auto& [name, content] : {std::pair<const char*, std::string>{"[Content_Types].xml", std::string(kTypes)},
                                      {"_rels/.rels", std::string(kPackage)},
                                      {"xl/workbook.xml", workbook(sheet)},
                                      {"xl/_rels/workbook.xml.rels", std::string(kWorkbookParts)},
                                      {"xl/styles.xml", std::string(kStyles)}}) {
    parts.begin(name);
    parts.add(content);
  }
  parts.begin("xl/worksheets/sheet1.xml");
  std::string piece = sheet_begin(columns);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < columns.size(); ++i) names.push_back(column_name(i));
  std::vector<std::string> row;
  std::size_t count = 0;
  while (true) {
    row.clear();
    TRY(more, next(row));
    if (!more) break;
    if (++count > kTableRows) return Error(ErrorCode::too_large, "This table is too large for a file. Narrow the filter.");
    const std::string number = std::to_string(count + 1);
    piece += "<row r=\"" + number + "\">";
    for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) put_cell(piece, names[i] + number, row[i], columns[i].kind);
    piece += "</row>";
    if (piece.size() > kPiece) {
      parts.add(piece);
      piece.clear();
    }
  }
  const std::string last = columns.empty() ? "A1" : names.back() + std::to_string(count + 1);
  piece += "</sheetData><autoFilter ref=\"A1:" + last + "\"/></worksheet>";
  parts.add(piece);
  return parts.finish();
}

Result<std::string> to_csv(const std::vector<TableColumn>& columns, const NextRow& next) {
  std::ostringstream text;
  text << "\xEF\xBB\xBF";
  CsvWriter csv(text);
  std::vector<std::string> row;
  for (const TableColumn& column : columns) row.push_back(column.heading);
  csv.row(row);
  std::size_t count = 0;
  while (true) {
    row.clear();
    TRY(more, next(row));
    if (!more) break;
    if (++count > kTableRows) return Error(ErrorCode::too_large, "This table is too large for a file. Narrow the filter.");
    row.resize(columns.size());
    csv.row(row);
  }
  return std::move(text).str();
}

}  // namespace arasha::statistics
