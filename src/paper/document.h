// A printed document as values: what stands on the paper, in which order, without how it is set. The same value becomes
// PDF (paper/typeset.h) and a page for the browser's printer.
//
// Texts are plain and already in the language of the paper. Whatever stands in them is set as text: there is no markup.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/catalogue.h"
#include "base/time.h"

namespace arasha::paper {

enum class Tone { plain, strong, quiet };

struct Heading { std::string text; int level = 1; };  // 1: of a section, 2: inside one
struct Paragraph { std::string text; Tone tone = Tone::plain; };
struct Quote { std::string text; };                   // somebody's own words
struct Notice { std::string text; };                  // in a frame: what whoever holds the paper must know
struct Value { std::string label; std::string text; };
struct Values { std::vector<Value> rows; };           // an empty text is left out
struct Column { std::string title; double share = 1; bool number = false; };
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;         // cells that a row lacks are empty, more than columns are left out
};
struct List { std::vector<std::string> items; bool numbered = false; };
// Lines to sign on: who signs, and the words under the two lines ("signature", "date").
struct Signatures {
  std::vector<std::string> who;
  std::string signature;
  std::string date;
};

using Block = std::variant<Heading, Paragraph, Quote, Notice, Values, Table, List, Signatures>;

struct Letterhead {
  std::string name;
  std::vector<std::string> lines;  // address, telephone
};

struct Document {
  Language language = Language::en;
  Letterhead letterhead;           // an empty name: no letterhead
  std::string title;
  std::string day;                 // under the letterhead, on the left
  std::vector<std::string> addressee;  // on the right
  std::vector<Block> blocks;
  std::string footer;              // on every page, beside its number
  Time made;                       // the only date inside the file; nothing else is said about its making
};

}  // namespace arasha::paper
