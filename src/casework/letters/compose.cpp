#include "casework/letters/compose.h"

#include <algorithm>

#include "casework/letters/kinds.h"
#include "casework/plan/rules.h"
#include "casework/services/words.h"
#include "paper/letterhead.h"
#include "paper/printable.h"

namespace arasha::casework {
namespace {

using Blocks = std::vector<paper::Block>;

void add(Blocks& out, Blocks more) { out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); }
void say(Blocks& out, std::string text, paper::Tone tone = paper::Tone::plain) { out.push_back(paper::Paragraph{std::move(text), tone}); }

paper::Letterhead head_of(const Material& m, Language language, bool neutral) {
  paper::Letterhead out = paper::letterhead_from(m.state.setting(paper::letterhead_setting(language, neutral)));
  // Where nobody wrote a neutral one, there is none: the organisation's name may tell what it does.
  if (out.name.empty() && !neutral) out.name = m.state.name();
  return out;
}

paper::Signatures signatures(const Catalogue& words, std::vector<std::string> who) {
  return {std::move(who), std::string(words.text(N_("signature"))), std::string(words.text(N_("date")))};
}

void add_lines(std::vector<std::string>& out, const std::string& text) {
  for (const std::string_view line : schema::split(text, "\n\r")) out.emplace_back(line);
}

// What goes along, group by group, in the order of the list.
void add_groups(Blocks& out, const Catalogue& words, const PaperMade& wish, const Material& m) {
  for (const std::string& group : wish.groups()) {
    add(out, blocks_of_group(words, m, group));
    if (group == "what_happened" && std::find(wish.parts().begin(), wish.parts().end(), "account") != wish.parts().end()) add(out, blocks_of_part(words, m, "account"));
  }
}

// Who is meant: by the name only where identity goes along.
std::string subject(const Catalogue& words, const PaperMade& wish, const Material& m) {
  const bool named = std::find(wish.groups().begin(), wish.groups().end(), "identity") != wish.groups().end();
  const std::string name = named ? person_of(words, m) : std::string();
  return name.empty() ? m.view.card.alias() : name;
}

void letter(paper::Document& out, const Catalogue& words, const PaperMade& wish, const Material& m, const char* opening) {
  out.addressee.push_back(wish.recipient());
  add_lines(out.addressee, wish.address());
  say(out.blocks, words.text(opening, {subject(words, wish, m)}));
  if (!wish.why().empty()) say(out.blocks, wish.why());
  add_groups(out.blocks, words, wish, m);
  say(out.blocks, std::string(words.text(N_("This letter holds what the person agreed to share with you, and nothing else. Please use it only for this purpose, keep it locked away, and pass it on to nobody."))));
  out.blocks.push_back(signatures(words, {m.maker}));
  out.footer = words.text(N_("Confidential. Only for the recipient who is named in it."));
}

void plan(paper::Document& out, const Catalogue& words, const Material& m) {
  const Item* item = standing_plan(m.view.story);
  if (item == nullptr) return;
  const auto* is = item->as<IndividualPlan>();
  const std::string name = person_of(words, m);
  paper::Values about;
  about.rows.push_back({std::string(words.text(N_("Person"))), name.empty() ? m.view.card.alias() : name});
  about.rows.push_back({std::string(words.text(N_("Date of the plan"))), paper_day(words, is->date())});
  if (const auto review = next_review(m.view.story)) about.rows.push_back({std::string(words.text(N_("We look at the plan again on"))), paper::kept_together(words.date(*review))});
  if (!is->language().empty()) about.rows.push_back({std::string(words.text(N_("In which language it was read to the person"))), label(words, "language", is->language())});
  out.blocks.push_back(std::move(about));
  add(out.blocks, plan_blocks(words, m));
  out.blocks.push_back(paper::Heading{std::string(words.text(N_("Agreement"))), 1});
  say(out.blocks, std::string(words.text(N_("The plan was read to me in a language that I understand. It is my own plan: I may change it or stop at any time, and help does not depend on my signature."))));
  std::vector<std::string> who = {std::string(words.text(N_("The person")))};
  if (m.is_child) who.emplace_back(words.text(N_("Guardian or legal representative of the child")));
  who.push_back(words.text(N_("For the organisation: {1}"), {m.maker}));
  out.blocks.push_back(signatures(words, std::move(who)));
  out.footer = m.view.card.alias();
}

// The days that a service and the period have in common; nothing: none.
bool lies_in(const ServiceGiven& one, const PaperMade& wish) {
  const std::string& last = one.until().empty() ? one.date() : one.until();
  return one.date() <= wish.until() && last >= wish.from();
}

void act(paper::Document& out, const Catalogue& words, const PaperMade& wish, const Material& m) {
  if (!wish.recipient().empty()) out.addressee.push_back(wish.recipient());
  const bool named = wish.with_name() == "name";
  const std::string name = named ? person_of(words, m) : std::string();
  paper::Values about;
  about.rows.push_back({std::string(words.text(N_("Case"))), m.view.card.alias()});
  if (!name.empty()) about.rows.push_back({std::string(words.text(N_("Person"))), name});
  about.rows.push_back({std::string(words.text(N_("Period"))), words.text(N_("from {1} to {2}"), {paper_day(words, wish.from()), paper_day(words, wish.until())})});
  about.rows.push_back({std::string(words.text(N_("Paid by"))), label(words, "funding", wish.funding()) + (wish.project().empty() ? "" : ", " + wish.project())});
  out.blocks.push_back(std::move(about));
  paper::Table table{{{"№", 0.5, true}, {std::string(words.text(N_("Kind of the Standard"))), 2.4}, {std::string(words.text(N_("Service"))), 4}, {std::string(words.text(N_("Days"))), 2.6}, {std::string(words.text(N_("Quantity"))), 1.2, true}, {std::string(words.text(N_("Unit"))), 1.3}}, {}};
  std::vector<const ServiceGiven*> given;
  for (const Item* item : m.view.story.all<ServiceGiven>()) {
    const auto* one = item->as<ServiceGiven>();
    if (one->funding() == wish.funding() && (wish.project().empty() || one->project() == wish.project()) && lies_in(*one, wish)) given.push_back(one);
  }
  std::stable_sort(given.begin(), given.end(), [](const auto* a, const auto* b) { return a->date() < b->date(); });
  std::map<std::string, std::int64_t> sums;
  bool reaches_out = false;
  for (const ServiceGiven* one : given) {
    sums[one->unit()] += std::atoll(one->quantity().c_str());
    reaches_out = reaches_out || one->date() < wish.from() || (!one->until().empty() && one->until() > wish.until());
    table.rows.push_back({std::to_string(table.rows.size() + 1), service_kind_title(words, *one), service_item_title(words, *one), service_days(words, *one), one->quantity(), label(words, "unit", one->unit())});
  }
  if (table.rows.empty()) {
    say(out.blocks, std::string(words.text(N_("In this period nothing was paid from this source."))));
    return;
  }
  out.blocks.push_back(std::move(table));
  if (reaches_out) say(out.blocks, std::string(words.text(N_("A service that began before the period or ended after it stands here with its whole quantity."))), paper::Tone::quiet);
  paper::Values total;
  for (const auto& [unit, sum] : sums) total.rows.push_back({words.text(N_("Together, {1}"), {unit.empty() ? std::string("–") : label(words, "unit", unit)}), words.number(sum)});
  out.blocks.push_back(std::move(total));
  out.blocks.push_back(signatures(words, {std::string(words.text(N_("For the organisation"))), std::string(words.text(N_("For the funder")))}));
}

void certificate(paper::Document& out, const Catalogue& words, const PaperMade& wish, const Material& m) {
  const auto chosen = [&](std::string_view code) { return std::find(wish.says().begin(), wish.says().end(), code) != wish.says().end(); };
  const std::string name = person_of(words, m);
  say(out.blocks, words.text(N_("This certifies that social services were given to: {1}."), {name.empty() ? m.view.card.alias() : name}));
  paper::Values values;
  const auto put = [&](const char* title, std::string text) {
    if (!text.empty()) values.rows.push_back({std::string(words.text(title)), std::move(text)});
  };
  if (chosen("citizenship") && m.view.identity != nullptr) {
    std::string all;
    for (const std::string& country : m.view.identity->citizenships()) all += (all.empty() ? "" : ", ") + words.country(country);
    put(N_("Citizenship"), all);
  }
  if (chosen("period")) {
    put(N_("From"), paper_day(words, m.view.card.opened()));
    put(N_("Until"), m.view.card.closed().empty() ? std::string(words.text(N_("today"))) : paper_day(words, m.view.card.closed()));
  }
  if (chosen("services")) {
    std::vector<std::string> kinds;
    for (const Item* item : m.view.story.all<ServiceGiven>()) {
      std::string kind = service_kind_title(words, *item->as<ServiceGiven>());
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(std::move(kind));
    }
    std::string all;
    for (const std::string& kind : kinds) all += (all.empty() ? "" : ", ") + kind;
    put(N_("Kinds of services"), all);
  }
  if (chosen("identified")) {
    for (const Item* item : m.view.story.all<Identification>()) {
      const auto* one = item->as<Identification>();
      put(N_("Identification"), label(words, "identification_status", one->status()) + ", " + paper_day(words, one->date()));
    }
  }
  if (!values.rows.empty()) out.blocks.push_back(std::move(values));
  say(out.blocks, std::string(words.text(N_("Given at the person's own request, to be shown wherever it is needed."))));
  out.blocks.push_back(signatures(words, {m.maker}));
}

void summary(paper::Document& out, const Catalogue& words, const PaperMade& wish, const Material& m) {
  out.blocks.push_back(paper::Notice{std::string(words.text(N_("For colleagues only. Nothing of it goes to anybody outside: for that there is the referral letter, with the person's consent.")))});
  for (const std::string& part : wish.parts()) {
    Blocks blocks = blocks_of_part(words, m, part);
    if (part == "plan" && !blocks.empty()) out.blocks.push_back(paper::Heading{std::string(words.text(N_("Individual plan"))), 1});
    add(out.blocks, std::move(blocks));
  }
}

}  // namespace

paper::Document compose(const Catalogue& words, const PaperMade& wish, const Material& m) {
  paper::Document out;
  out.language = words.language();
  out.made = m.now;
  out.day = paper::kept_together(words.date(m.day));
  const std::string& kind = wish.kind();
  out.letterhead = head_of(m, words.language(), is_neutral(wish));
  const std::string in_house = words.text(N_("{1}. Printed by {2}, {3}. Keep this paper locked away."), {m.view.card.alias(), m.maker, words.moment(m.now)});
  if (kind == "referral") {
    out.title = words.text(N_("Letter of referral"));
    letter(out, words, wish, m, N_("We turn to you about: {1}."));
  } else if (kind == "travel") {
    out.title = words.text(N_("Request for consular help"));
    letter(out, words, wish, m, N_("We ask you for consular help for: {1}."));
  } else if (kind == "plan") {
    out.title = words.text(N_("Individual plan"));
    plan(out, words, m);
  } else if (kind == "act") {
    out.title = words.text(N_("Act of services given"));
    act(out, words, wish, m);
  } else if (kind == "certificate") {
    out.title = words.text(N_("Certificate"));
    certificate(out, words, wish, m);
  } else if (kind == "own_copy") {
    out.title = words.text(N_("What is held about you"));
    out.blocks = own_copy_blocks(words, wish, m);
  } else {
    out.title = words.text(N_("Summary of the case {1}"), {m.view.card.alias()});
    summary(out, words, wish, m);
    out.footer = in_house;
  }
  return out;
}

}  // namespace arasha::casework
