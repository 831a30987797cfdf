// Pages that fill from above: pieces of text and rules, placed where they fit. Inside the room only.
//
// Lengths are points (1/72 inch), from the upper left corner. Nothing is drawn until all is placed, for a page says how many
// there are.
#pragma once

#include <cairo.h>

#include <string_view>
#include <vector>

#include "paper/fonts.h"

namespace arasha::paper {

constexpr double kMillimetre = 72.0 / 25.4;
constexpr double kPageWidth = 210 * kMillimetre;
constexpr double kPageHeight = 297 * kMillimetre;
constexpr double kLeft = 25 * kMillimetre;   // room for a punch
constexpr double kRight = kPageWidth - 18 * kMillimetre;
constexpr double kTop = 18 * kMillimetre;
constexpr double kBottom = kPageHeight - 24 * kMillimetre;
constexpr double kFooter = kPageHeight - 14 * kMillimetre;
constexpr double kWidth = kRight - kLeft;

enum class Ink { black, grey, pale };
struct Style {
  double size = 10.5;
  bool bold = false;
  Ink ink = Ink::black;
  bool to_the_right = false;
};

// Text set into lines of one width.
class Lines {
 public:
  Lines(PangoContext* context, std::string_view text, double width, const Style& style);
  int count() const { return static_cast<int>(bounds_.size()); }
  double height() const { return height(0, count()); }
  double height(int from, int to) const;  // of the lines [from, to)
  // How many lines from `from` on are no higher than that.
  int fitting(int from, double height) const;
  void draw(cairo_t* cairo, int from, int to, double x, double y) const;

 private:
  struct Bound {
    double top;
    double bottom;
    double baseline;
    double left;
  };
  Held<PangoLayout> layout_;
  Ink ink_;
  std::vector<Bound> bounds_;
};

class Flow {
 public:
  explicit Flow(PangoContext* context) : context_(context), pages_(1) {}

  PangoContext* context() const { return context_; }
  double y() const { return y_; }
  double room() const { return kBottom - y_; }
  bool at_top() const { return y_ <= kTop; }
  int pages() const { return static_cast<int>(pages_.size()); }
  void new_page();
  // Begins a page where that height does not fit; at the top of one it never does.
  void need(double height);
  // Air between blocks; none at the top of a page.
  void skip(double height);
  void advance(double height) { y_ += height; }

  // At the current height, without moving it.
  void put(std::shared_ptr<const Lines> lines, int from, int to, double x);
  void rule(double x1, double x2, double y, double width, Ink ink);
  void bar(double x, double from, double to, double width, Ink ink);
  void frame(double x1, double x2, double from, double to);

  // A text over as many pages as it needs, at least two lines of it on each; `bar` stands beside every piece.
  void text(std::string_view text, double x, double width, const Style& style, bool bar = false);

  // Draws page `number` (from 0).
  void draw(cairo_t* cairo, int number) const;

 private:
  struct Piece {
    std::shared_ptr<const Lines> lines;  // null: a rule
    int from = 0;
    int to = 0;
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double width = 0;
    Ink ink = Ink::black;
  };
  PangoContext* context_;
  std::vector<std::vector<Piece>> pages_;
  double y_ = kTop;
};

}  // namespace arasha::paper
