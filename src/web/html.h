// HTML that cannot be unescaped by mistake. Markup comes only from literals in the code; every other text is escaped on
// its way in. A std::string does not convert to markup: a compile-fail test holds that.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace arasha::web {

// A piece of markup written in the source code.
class Markup {
 public:
  template <std::size_t N>
  consteval Markup(const char (&literal)[N]) : text_(literal, N - 1) {}  // NOLINT: from a literal only
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Html {
 public:
  Html() = default;
  static Html raw(Markup markup);
  static Html text(std::string_view text);  // escaped

  Html& add(const Html& other);
  Html& add(Html&& other);
  Html& add(std::string_view text);         // escaped
  Html& add_raw(Markup markup);
  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }
  bool is_empty() const { return bytes_.empty(); }
  const std::string& bytes() const& { return bytes_; }
  std::string take() && { return std::move(bytes_); }

 private:
  friend class ElementBuilder;
  std::string bytes_;
};

struct Attribute {
  Markup name;
  std::string value;     // escaped; an empty value of a present attribute writes the name alone
  bool present = true;
};
using Attributes = std::initializer_list<Attribute>;

class ElementBuilder {
 public:
  static void open(Html& out, Markup tag, Attributes attributes);
  static void close(Html& out, Markup tag);
};

// An element with its children: Html as it is, anything else as escaped text.
template <class... Children>
Html el(Markup tag, Attributes attributes, const Children&... children) {
  Html out;
  ElementBuilder::open(out, tag, attributes);
  (out.add(children), ...);
  ElementBuilder::close(out, tag);
  return out;
}
// An element without an end tag: input, link, meta, br.
Html void_el(Markup tag, Attributes attributes);

// Percent-encodes one part of an address.
std::string url_part(std::string_view text);

}  // namespace arasha::web
