#include "paper/typeset.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <mutex>

#include "paper/flow.h"
#include "paper/printable.h"

namespace arasha::paper {
namespace {

constexpr Style kBody{.size = 10.5};
constexpr Style kCell{.size = 9.5};
constexpr Style kSmall{.size = 8.5, .ink = Ink::grey};
constexpr double kBlockGap = 7;
constexpr double kCellGap = 10;      // between columns
constexpr double kRowPad = 3.5;      // above and below the text of a row
constexpr double kThin = 0.6;

std::shared_ptr<const Lines> lines_of(Flow& flow, std::string_view text, double width, const Style& style) {
  return std::make_shared<const Lines>(flow.context(), text, width, style);
}

double height_of_first(const Lines& lines, int most) { return lines.height(0, std::min(lines.count(), most)); }

// --- Rows of cells

struct Cell {
  std::shared_ptr<const Lines> lines;
  double x = 0;
  int done = 0;
};
using Row = std::vector<Cell>;

double row_height(const Row& row) {
  double out = 0;
  for (const Cell& cell : row) out = std::max(out, cell.lines->height());
  return out + 2 * kRowPad;
}

// A row, whole where a page can hold it; else cut between lines. `again` sets what stands at the top of each new page.
template <class Again>
void place_row(Flow& flow, Row& row, bool ruled, const Again& again) {
  const double whole = row_height(row);
  if (whole > flow.room() && !flow.at_top()) {
    const double page = kBottom - kTop;
    if (whole < page * 0.7 || flow.room() < 60) {
      flow.new_page();
      again();
    }
  }
  for (;;) {
    flow.advance(kRowPad);
    double height = 0;
    bool more = false;
    for (Cell& cell : row) {
      int now = cell.lines->fitting(cell.done, flow.room() - kRowPad);
      if (now == 0 && cell.done < cell.lines->count() && flow.at_top()) now = 1;
      flow.put(cell.lines, cell.done, cell.done + now, cell.x);
      height = std::max(height, cell.lines->height(cell.done, cell.done + now));
      cell.done += now;
      more = more || cell.done < cell.lines->count();
    }
    flow.advance(height + kRowPad);
    if (!more) break;
    flow.new_page();
    again();
  }
  if (ruled) flow.rule(kLeft, kRight, flow.y(), kThin, Ink::pale);
}

// --- Blocks

class Setter {
 public:
  explicit Setter(Flow& flow) : flow_(flow) {}

  void operator()(const Heading& one) {
    const Style style{.size = one.level == 1 ? 13.0 : 11.0, .bold = true};
    const auto lines = lines_of(flow_, one.text, kWidth, style);
    flow_.skip(one.level == 1 ? 15 : 9);
    flow_.need(lines->height() + 52);  // and something under it
    flow_.put(lines, 0, lines->count(), kLeft);
    flow_.advance(lines->height() + 1);
    after_heading_ = true;
  }
  void operator()(const Paragraph& one) {
    gap();
    flow_.text(one.text, kLeft, kWidth, {.size = one.tone == Tone::quiet ? 9.0 : 10.5, .bold = one.tone == Tone::strong, .ink = one.tone == Tone::quiet ? Ink::grey : Ink::black});
  }
  void operator()(const Quote& one) {
    gap();
    flow_.skip(2);
    flow_.text(one.text, kLeft + 16, kWidth - 16, kBody, true);
    flow_.skip(2);
  }
  void operator()(const Notice& one) {
    gap();
    constexpr double kInside = 9;
    const auto lines = lines_of(flow_, one.text, kWidth - 2 * kInside, {.size = 9.5});
    const double height = lines->height() + 2 * kInside - 4;
    if (height > kBottom - kTop) return (*this)(Paragraph{one.text, Tone::strong});  // no frame is so high
    flow_.need(height + 4);
    flow_.advance(2);
    flow_.frame(kLeft, kRight, flow_.y(), flow_.y() + height);
    flow_.advance(kInside - 2);
    flow_.put(lines, 0, lines->count(), kLeft + kInside);
    flow_.advance(height - kInside + 4);
  }
  void operator()(const Values& one) {
    gap();
    constexpr double kLabels = kWidth * 0.34;
    for (const Value& value : one.rows) {
      if (value.text.empty()) continue;
      Row row{{lines_of(flow_, value.label, kLabels - kCellGap, {.size = 9.5, .ink = Ink::grey}), kLeft},
              {lines_of(flow_, value.text, kWidth - kLabels, {.size = 10}), kLeft + kLabels}};
      place_row(flow_, row, true, [] {});
    }
  }
  void operator()(const Table& one) {
    if (one.columns.empty()) return;
    gap();
    const std::vector<double> widths = widths_of(one);
    const auto set = [&](std::size_t column, std::string_view text, bool bold) {
      const Style style{.size = bold ? 8.5 : kCell.size, .bold = bold, .to_the_right = one.columns[column].number};
      return lines_of(flow_, text, widths[column], style);
    };
    const auto cells = [&](const auto& text_of, bool bold) {
      Row row;
      double x = kLeft;
      for (std::size_t i = 0; i < one.columns.size(); ++i) {
        row.push_back({set(i, text_of(i), bold), x});
        x += widths[i] + kCellGap;
      }
      return row;
    };
    const Row head = cells([&](std::size_t i) { return std::string_view(one.columns[i].title); }, true);
    const double head_height = row_height(head);
    const auto place_head = [&] {
      flow_.advance(kRowPad);
      for (const Cell& cell : head) flow_.put(cell.lines, 0, cell.lines->fitting(0, (kBottom - kTop) / 2), cell.x);
      flow_.advance(std::min(head_height, (kBottom - kTop) / 2) - kRowPad);
      flow_.rule(kLeft, kRight, flow_.y(), 1.1, Ink::black);
    };
    bool first = true;
    for (const auto& texts : one.rows) {
      Row row = cells([&](std::size_t i) { return i < texts.size() ? std::string_view(texts[i]) : std::string_view(); }, false);
      if (first) {
        flow_.need(std::min(head_height + row_height(row), (kBottom - kTop) / 2));
        place_head();
        first = false;
      }
      place_row(flow_, row, true, place_head);
    }
    if (first) place_head();
  }
  void operator()(const List& one) {
    gap();
    constexpr double kIndent = 18;
    int number = 0;
    for (const std::string& item : one.items) {
      ++number;
      const auto mark = lines_of(flow_, one.numbered ? std::to_string(number) + "." : std::string("•"), kIndent, kBody);
      const auto probe = lines_of(flow_, item, kWidth - kIndent, kBody);
      flow_.need(height_of_first(*probe, 2));
      flow_.put(mark, 0, 1, kLeft + (one.numbered ? 0 : 4));
      flow_.text(item, kLeft + kIndent, kWidth - kIndent, kBody);
      flow_.skip(3);
    }
  }
  void operator()(const Signatures& one) {
    constexpr double kLine = 40;
    constexpr double kSign = kWidth * 0.34;
    constexpr double kDate = kWidth * 0.2;
    constexpr double kWho = kWidth - kSign - kDate - 2 * kCellGap;
    flow_.skip(8);
    flow_.need(kLine * static_cast<double>(std::min<std::size_t>(one.who.size(), 4)));
    const auto sign = lines_of(flow_, one.signature, kSign, kSmall);
    const auto date = lines_of(flow_, one.date, kDate, kSmall);
    for (const std::string& who : one.who) {
      const auto name = lines_of(flow_, who, kWho, kBody);
      const int shown = std::max(1, name->fitting(0, 120));
      const double up = std::max(26.0, name->height(0, shown));
      flow_.need(up + 14);
      const double base = flow_.y() + up;
      const double foot = flow_.y();
      flow_.advance(up - name->height(0, shown));
      flow_.put(name, 0, shown, kLeft);
      flow_.advance(foot + up - flow_.y());
      const double at_sign = kLeft + kWho + kCellGap;
      const double at_date = at_sign + kSign + kCellGap;
      flow_.rule(at_sign, at_sign + kSign, base, kThin, Ink::black);
      flow_.rule(at_date, at_date + kDate, base, kThin, Ink::black);
      flow_.advance(1.5);
      flow_.put(sign, 0, 1, at_sign);
      flow_.put(date, 0, 1, at_date);
      flow_.advance(kLine - 26);
    }
  }

 private:
  void gap() {
    flow_.skip(after_heading_ ? 3 : kBlockGap);
    after_heading_ = false;
  }
  static std::vector<double> widths_of(const Table& table) {
    double shares = 0;
    for (const Column& column : table.columns) shares += std::max(column.share, 0.05);
    const double all = std::max(kWidth - kCellGap * static_cast<double>(table.columns.size() - 1), kWidth * 0.3);
    std::vector<double> out;
    for (const Column& column : table.columns) out.push_back(all * std::max(column.share, 0.05) / shares);
    return out;
  }

  Flow& flow_;
  bool after_heading_ = false;
};

void set_head(Flow& flow, const Document& document) {
  if (!document.letterhead.name.empty()) {
    flow.text(document.letterhead.name, kLeft, kWidth, {.size = 12, .bold = true});
    for (const std::string& line : document.letterhead.lines) flow.text(line, kLeft, kWidth, kSmall);
    flow.advance(6);
    flow.rule(kLeft, kRight, flow.y(), 1.1, Ink::black);
    flow.advance(14);
  }
  if (!document.day.empty() || !document.addressee.empty()) {
    const auto day = lines_of(flow, document.day, kWidth * 0.45, kBody);
    std::string to;
    for (const std::string& line : document.addressee) to += (to.empty() ? "" : "\n") + line;
    const auto addressee = lines_of(flow, to, kWidth * 0.5, kBody);
    const int most = addressee->fitting(0, 200);
    flow.put(day, 0, std::min(day->count(), day->fitting(0, 100)), kLeft);
    flow.put(addressee, 0, most, kLeft + kWidth * 0.5);
    flow.advance(std::max(day->height(0, std::min(day->count(), 3)), addressee->height(0, most)) + 16);
  }
  if (!document.title.empty()) {
    flow.text(document.title, kLeft, kWidth, {.size = 16, .bold = true});
    flow.advance(4);
  }
}

void draw_footer(cairo_t* cairo, Flow& flow, const Document& document, int number) {
  const std::string place = std::to_string(number + 1) + " / " + std::to_string(flow.pages());
  const Lines right(flow.context(), place, 80, {.size = 8.5, .ink = Ink::grey, .to_the_right = true});
  const Lines left(flow.context(), document.footer, kWidth - 90, kSmall);
  left.draw(cairo, 0, std::min(2, left.count()), kLeft, kFooter - left.height(0, std::min(2, left.count())));
  right.draw(cairo, 0, 1, kRight - 80, kFooter - right.height(0, 1));
}

// --- The file

cairo_status_t write_to(void* closure, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

struct Done {
  void operator()(cairo_surface_t* it) const { cairo_surface_destroy(it); }
  void operator()(cairo_t* it) const { cairo_destroy(it); }
};

Held<PangoContext> context_for(PangoFontMap* map, Language language) {
  Held<PangoContext> context(pango_font_map_create_context(map));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(context.get(), 72);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // Shapes of letters that differ between languages of one script, and where lines may break.
  pango_context_set_language(context.get(), pango_language_from_string(std::string(code(language)).c_str()));
  pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
  return context;
}

Result<Typeset> typeset_with(PangoFontMap* map, const Document& document) {
  const auto context = context_for(map, document.language);
  Flow flow(context.get());
  set_head(flow, document);
  Setter set(flow);
  for (const Block& block : document.blocks) {
    std::visit(set, block);
    if (flow.pages() > kMostPages) return Error(ErrorCode::too_large, "This paper would be too long. Choose fewer parts or a shorter period.");
  }
  Typeset out;
  out.pages = flow.pages();
  const std::unique_ptr<cairo_surface_t, Done> surface(cairo_pdf_surface_create_for_stream(write_to, &out.pdf, kPageWidth, kPageHeight));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, to_iso(document.made).c_str());
  std::unique_ptr<cairo_t, Done> cairo(cairo_create(surface.get()));
  for (int page = 0; page < flow.pages(); ++page) {
    flow.draw(cairo.get(), page);
    draw_footer(cairo.get(), flow, document, page);
    cairo_show_page(cairo.get());
  }
  const bool drawn = cairo_status(cairo.get()) == CAIRO_STATUS_SUCCESS;
  cairo.reset();
  cairo_surface_finish(surface.get());
  if (!drawn || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
    return Error(ErrorCode::unavailable, "The paper could not be made. Try again in a moment.");
  }
  return out;
}

// Font maps that no thread uses now. Pango's are for one thread at a time, and a warm one is ten times faster.
class Maps {
 public:
  Result<Held<PangoFontMap>> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto out = std::move(free_.back());
        free_.pop_back();
        return out;
      }
    }
    return new_font_map();
  }
  void give_back(Held<PangoFontMap> map) {
    constexpr std::size_t kMost = 8;
    const std::lock_guard lock(mutex_);
    if (free_.size() < kMost) free_.push_back(std::move(map));
  }

 private:
  std::mutex mutex_;
  std::vector<Held<PangoFontMap>> free_;
};

Maps& maps() {
  static auto* const all = new Maps;  // never destroyed: GObjects at the end of the process would come too late
  return *all;
}

}  // namespace

Result<Typeset> typeset(const Document& document) {
  TRY(map, maps().take());
  auto out = typeset_with(map.get(), document);
  maps().give_back(std::move(map));
  return out;
}

}  // namespace arasha::paper
