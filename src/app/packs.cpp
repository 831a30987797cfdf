// arasha pack: what is wrong with a country pack, and what it says.
#include <ostream>

#include "app/commands.h"
#include "pack/pack.h"

namespace arasha::app {
namespace {

namespace fs = std::filesystem;
using pack::in_language;

class PackPrinter {
 public:
  PackPrinter(Terminal& terminal, const pack::Pack& country_pack)
      : out_(terminal.out), words_(terminal.words), pack_(country_pack) {}

  void print() {
    const pack::About& about = pack_.about();
    out_ << words_.text(N_("{1}: {2}, version {3}"),
                        {about.id(), text(about.title()), std::to_string(about.version())})
         << '\n';
    const pack::Contents& all = pack_.contents();
    heading(N_("Special social services"), all.service_kinds());
    for (const pack::ServiceKind& kind : all.service_kinds()) {
      norm(kind, text(kind.title()), "  ");
      for (const pack::ServiceItem& item : kind.items()) norm(item, text(item.title()), "    ");
    }
    heading(N_("Who may have them"), all.eligibility());
    for (const pack::EligibilityRule& rule : all.eligibility()) norm(rule, text(rule.reason()), "  ");
    heading(N_("Criteria"), all.checklists());
    for (const pack::Checklist& checklist : all.checklists()) checklist_with_items(checklist);
    list(N_("Deadlines"), all.deadlines());
    list(N_("Limits"), all.limits());
    list(N_("How long cases are kept"), all.retention());
    list(N_("Sets of tasks"), all.task_sets());
    list(N_("Kinds of institutions"), all.institution_types());
    heading(N_("Institutions"), all.institutions());
    for (const pack::Institution& institution : all.institutions()) with_phones(institution);
    list(N_("Articles of law"), all.articles());
    out_ << '\n'
         << words_.text(N_("Norms: {1}; not verified: {2}."),
                        {words_.number(norms_), words_.number(not_verified_)})
         << '\n';
  }

 private:
  const std::string& text(const pack::Text& text) const { return in_language(text, words_.language()); }
  std::string date(const std::string& day) const {
    const auto read = date_from_iso(day);
    return read ? words_.date(*read) : day;
  }

  template <class List>
  void heading(const char* title, const List& list) {
    if (!list.empty()) out_ << '\n' << words_.text(title) << '\n';
  }

  template <class List>
  void list(const char* title, const List& norms) {
    heading(title, norms);
    for (const auto& one : norms) norm(one, text(one.title()), "  ");
  }

  template <class OneNorm>
  void norm(const OneNorm& one, const std::string& title, const std::string& indent) {
    ++norms_;
    const pack::Norm& norm = one.norm();
    out_ << indent << one.id() << ": " << title << '\n' << indent << "  ";
    if (norm.valid_until().empty()) {
      out_ << words_.text(N_("from {1}"), {date(norm.valid_from())});
    } else {
      out_ << words_.text(N_("from {1} to {2}"), {date(norm.valid_from()), date(norm.valid_until())});
    }
    if (pack::is_verified(norm)) {
      out_ << "; " << words_.text(N_("verified on {1}"), {date(norm.verified_on())});
    } else {
      ++not_verified_;
      out_ << "; " << words_.text(N_("not verified"));
    }
    const pack::Source* source = pack_.source(norm.source());
    out_ << "; " << text(source->title());
    if (!norm.article().empty()) out_ << ", " << words_.text(N_("article {1}"), {norm.article()});
    out_ << '\n';
    if (norm.has_note()) out_ << indent << "  (" << text(norm.note()) << ")\n";
  }

  void checklist_with_items(const pack::Checklist& checklist) {
    norm(checklist, text(checklist.title()), "  ");
    for (const pack::ChecklistGroup& group : checklist.groups()) {
      out_ << "    " << text(group.title()) << '\n';
      for (const pack::ChecklistItem& item : group.items()) out_ << "    - " << text(item.title()) << '\n';
    }
  }

  void with_phones(const pack::Institution& institution) {
    std::string title = text(institution.title());
    for (const std::string& phone : institution.phones()) title += ", " + phone;
    norm(institution, title, "  ");
  }

  std::ostream& out_;
  const Catalogue& words_;
  const pack::Pack& pack_;
  int norms_ = 0;
  int not_verified_ = 0;
};

}  // namespace

Result<void> check_pack(Terminal& terminal, const fs::path& folder) {
  TRY(draft, pack::read(folder));
  const auto problems = pack::check(draft);
  for (const pack::Problem& problem : problems) {
    if (!problem.place.file.empty()) terminal.out << problem.place.file << ':' << problem.place.line << ": ";
    terminal.out << terminal.words.error(problem.error) << '\n';
  }
  if (!problems.empty()) {
    return Error(ErrorCode::invalid_input, "The pack in {1} cannot be used before this is put right.",
                 {folder.string()});
  }
  terminal.out << terminal.words.text(N_("The pack in {1} is in order."), {folder.string()}) << '\n';
  return {};
}

Result<void> show_pack(Terminal& terminal, const fs::path& folder) {
  TRY(loaded, pack::load(folder));
  PackPrinter(terminal, loaded).print();
  return {};
}

}  // namespace arasha::app
