#include "casework/screening/pack_lists.h"

#include <algorithm>

#include "casework/stored_texts.h"
#include "schema/form_data.h"

namespace arasha::casework {
namespace {

// Codes of the texts in an entry: the title, the source, "#GROUP", "GROUP/ITEM" with "/child" or "/adult" behind it.
constexpr std::string_view kTitle = "-";
constexpr std::string_view kSource = "@";
constexpr std::string_view kChild = "child";
constexpr std::string_view kAdult = "adult";

// A checklist, and the list over it.
struct PackList {
  pack::Checklist checklist;
  pack::Text source;
  std::string code;
  std::string version;
  std::vector<Dimension> dimensions;
  std::vector<Indicator> indicators;
  ScreeningList list{};
};

ListRef made(std::shared_ptr<PackList> own) {
  for (const pack::ChecklistGroup& group : own->checklist.groups()) {
    own->dimensions.push_back({group.id().c_str(), "", "", &group.title()});
    for (const pack::ChecklistItem& item : group.items()) {
      const Weight adult = item.asked_of() == pack::ChecklistItem::CHILDREN ? Weight::none : Weight::strong;
      const Weight child = item.asked_of() == pack::ChecklistItem::ADULTS ? Weight::none : Weight::strong;
      own->indicators.push_back({item.id().c_str(), group.id().c_str(), "", adult, child, &item.title()});
    }
  }
  own->list = {own->code.c_str(), own->version.c_str(), "", "", "", Scoring::criteria, own->dimensions, own->indicators, &own->checklist, &own->source};
  const ScreeningList* list = &own->list;
  return {std::move(own), list};
}

std::string* in(pack::Text& text, Language language) {
  if (language == Language::ru) return text.mutable_ru();
  return language == Language::kk ? text.mutable_kk() : text.mutable_en();
}

pack::ChecklistGroup& group_named(pack::Checklist& list, std::string_view id) {
  for (pack::ChecklistGroup& group : *list.mutable_groups()) {
    if (group.id() == id) return group;
  }
  pack::ChecklistGroup& added = *list.add_groups();
  added.set_id(std::string(id));
  return added;
}

pack::ChecklistItem& item_named(pack::ChecklistGroup& group, std::string_view id) {
  for (pack::ChecklistItem& item : *group.mutable_items()) {
    if (item.id() == id) return item;
  }
  pack::ChecklistItem& added = *group.add_items();
  added.set_id(std::string(id));
  return added;
}

// Nothing where a line is not one of ours.
bool put_line(PackList& own, const StoredText& line) {
  const std::string text(line.text);
  if (line.code == kTitle) {
    *in(*own.checklist.mutable_title(), line.language) = text;
  } else if (line.code == kSource) {
    *in(own.source, line.language) = text;
  } else if (line.code.starts_with('#')) {
    *in(*group_named(own.checklist, line.code.substr(1)).mutable_title(), line.language) = text;
  } else {
    const auto parts = schema::split(line.code, "/");
    if (parts.size() < 2 || parts.size() > 3) return false;
    pack::ChecklistItem& item = item_named(group_named(own.checklist, parts[0]), parts[1]);
    *in(*item.mutable_title(), line.language) = text;
    if (parts.size() == 3 && parts[2] == kChild) item.set_asked_of(pack::ChecklistItem::CHILDREN);
    if (parts.size() == 3 && parts[2] == kAdult) item.set_asked_of(pack::ChecklistItem::ADULTS);
  }
  return true;
}

}  // namespace

ListRef built_in(const ScreeningList& list) { return {std::shared_ptr<void>(), &list}; }

std::vector<ListRef> pack_lists(const pack::Pack& pack, Date day) {
  std::vector<ListRef> out;
  for (const pack::Checklist* checklist : pack::all_on(pack.contents().checklists(), day)) {
    if (screening_list(std::string_view(checklist->id())) != nullptr) continue;
    auto own = std::make_shared<PackList>();
    own->checklist = *checklist;
    if (const pack::Source* source = pack.source(checklist->norm().source())) own->source = source->title();
    own->code = pack.about().id() + "." + checklist->id();
    own->version = checklist->norm().valid_from();
    out.push_back(made(std::move(own)));
  }
  return out;
}

ListRef list_of(const Screening& screening) {
  if (const ScreeningList* known = screening_list(screening.list(), screening.list_version())) return built_in(*known);
  if (screening.texts().empty()) return nullptr;
  auto own = std::make_shared<PackList>();
  own->code = screening.list();
  own->version = screening.list_version();
  for (const std::string& line : screening.texts()) {
    const auto one = stored_text(line);
    if (!one || !put_line(*own, *one)) return nullptr;
  }
  return made(std::move(own));
}

void put_texts(Screening& screening, const ScreeningList& list) {
  screening.clear_texts();
  if (list.checklist == nullptr) return;
  StoredTexts& texts = *screening.mutable_texts();
  add_texts(texts, kTitle, list.checklist->title());
  if (list.own_source != nullptr) add_texts(texts, kSource, *list.own_source);
  for (const pack::ChecklistGroup& group : list.checklist->groups()) {
    add_texts(texts, "#" + group.id(), group.title());
    for (const pack::ChecklistItem& item : group.items()) {
      std::string code = group.id() + "/" + item.id();
      if (item.asked_of() == pack::ChecklistItem::CHILDREN) code += "/" + std::string(kChild);
      if (item.asked_of() == pack::ChecklistItem::ADULTS) code += "/" + std::string(kAdult);
      add_texts(texts, code, item.title());
    }
  }
}

bool is_unverified(const ScreeningList& list) { return list.checklist != nullptr && list.checklist->has_norm() && !pack::is_verified(list.checklist->norm()); }

}  // namespace arasha::casework
