#include "paper/flow.h"

#include <string>

#include "paper/printable.h"

namespace arasha::paper {
namespace {

constexpr double kLineSpacing = 1.18;  // of the font's own height, which for Golos Text is 1.2
constexpr double kBarAway = 9;

void set_ink(cairo_t* cairo, Ink ink) {
  const double grey = ink == Ink::black ? 0.07 : ink == Ink::grey ? 0.36 : 0.78;
  cairo_set_source_rgb(cairo, grey, grey, grey);
}

double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

}  // namespace

Lines::Lines(PangoContext* context, std::string_view text, double width, const Style& style) : layout_(pango_layout_new(context)), ink_(style.ink) {
  PangoFontDescription* font = pango_font_description_from_string(kFamilies);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  PangoLayout* const layout = layout_.get();
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  // A word longer than the line is cut between letters, without a hyphen that nobody wrote.
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_line_spacing(layout, static_cast<float>(kLineSpacing));
  // Set ragged: there is no hyphenation for Kazakh, and without it justified lines have holes.
  pango_layout_set_alignment(layout, style.to_the_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_auto_dir(layout, FALSE);
  const std::string clean = printable(text);
  pango_layout_set_text(layout, clean.data(), static_cast<int>(clean.size()));

  PangoLayoutIter* iter = pango_layout_get_iter(layout);
  do {
    int top = 0;
    int bottom = 0;
    PangoRectangle logical;
    pango_layout_iter_get_line_yrange(iter, &top, &bottom);
    pango_layout_iter_get_line_extents(iter, nullptr, &logical);
    bounds_.push_back({points(top), points(bottom), points(pango_layout_iter_get_baseline(iter)), points(logical.x)});
  } while (pango_layout_iter_next_line(iter) != FALSE);
  pango_layout_iter_free(iter);
}

double Lines::height(int from, int to) const {
  if (from >= to) return 0;
  return bounds_[static_cast<std::size_t>(to - 1)].bottom - bounds_[static_cast<std::size_t>(from)].top;
}

int Lines::fitting(int from, double height) const {
  int to = from;
  while (to < count() && this->height(from, to + 1) <= height) ++to;
  return to - from;
}

void Lines::draw(cairo_t* cairo, int from, int to, double x, double y) const {
  set_ink(cairo, ink_);
  for (int i = from; i < to; ++i) {
    const Bound& bound = bounds_[static_cast<std::size_t>(i)];
    cairo_move_to(cairo, x + bound.left, y + bound.baseline - bounds_[static_cast<std::size_t>(from)].top);
    pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout_.get(), i));
  }
}

void Flow::new_page() {
  pages_.emplace_back();
  y_ = kTop;
}

void Flow::need(double height) {
  if (height > room() && !at_top()) new_page();
}

void Flow::skip(double height) {
  if (at_top()) return;
  if (height > room()) new_page();
  else y_ += height;
}

void Flow::put(std::shared_ptr<const Lines> lines, int from, int to, double x) {
  if (from < to) pages_.back().push_back({std::move(lines), from, to, x, y_, 0, 0, 0, Ink::black});
}

void Flow::rule(double x1, double x2, double y, double width, Ink ink) { pages_.back().push_back({nullptr, 0, 0, x1, y, x2, y, width, ink}); }
void Flow::bar(double x, double from, double to, double width, Ink ink) { pages_.back().push_back({nullptr, 0, 0, x, from, x, to, width, ink}); }

void Flow::frame(double x1, double x2, double from, double to) {
  constexpr double kThin = 0.7;
  rule(x1, x2, from, kThin, Ink::grey);
  rule(x1, x2, to, kThin, Ink::grey);
  bar(x1, from, to, kThin, Ink::grey);
  bar(x2, from, to, kThin, Ink::grey);
}

void Flow::text(std::string_view text, double x, double width, const Style& style, bool with_bar) {
  const auto lines = std::make_shared<const Lines>(context_, text, width, style);
  for (int from = 0; from < lines->count();) {
    const int left = lines->count() - from;
    int now = lines->fitting(from, room());
    if (now < left) {
      if (left - now == 1) --now;  // the last line is not left alone
      if (now < 2 && !at_top()) {
        new_page();
        continue;
      }
      if (now < 1) now = 1;
    }
    const double height = lines->height(from, from + now);
    put(lines, from, from + now, x);
    if (with_bar) bar(x - kBarAway, y_, y_ + height, 1.6, Ink::pale);
    y_ += height;
    from += now;
  }
}

void Flow::draw(cairo_t* cairo, int number) const {
  for (const Piece& piece : pages_[static_cast<std::size_t>(number)]) {
    if (piece.lines != nullptr) {
      piece.lines->draw(cairo, piece.from, piece.to, piece.x1, piece.y1);
      continue;
    }
    set_ink(cairo, piece.ink);
    cairo_set_line_width(cairo, piece.width);
    cairo_move_to(cairo, piece.x1, piece.y1);
    cairo_line_to(cairo, piece.x2, piece.y2);
    cairo_stroke(cairo);
  }
}

}  // namespace arasha::paper
