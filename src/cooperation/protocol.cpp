#include "cooperation/protocol.h"

#include "paper/printable.h"
#include "web/values.h"

namespace arasha::cooperation {
namespace {

std::string day_of(const Catalogue& words, const std::string& iso) { return iso.empty() ? std::string() : paper::kept_together(web::date_label(words, iso)); }

std::string with(const std::string& text, const std::string& more) { return more.empty() ? text : text.empty() ? more : text + ", " + more; }

void put_people(const Catalogue& words, const Meeting& meeting, std::vector<paper::Block>& out) {
  if (meeting.people().empty()) return;
  paper::Table table;
  table.columns = {{std::string(words.text(N_("Name"))), 2, false}, {std::string(words.text(N_("Body"))), 2, false}, {std::string(words.text(N_("Took part"))), 1, false}};
  for (const auto& one : meeting.people()) table.rows.push_back({one.name(), one.body(), web::label(words, "meeting_came", one.came())});
  out.emplace_back(paper::Heading{std::string(words.text(N_("Invited and present"))), 1});
  out.emplace_back(std::move(table));
}

void put_agenda(const Catalogue& words, const Meeting& meeting, std::vector<paper::Block>& out) {
  if (meeting.agenda().empty()) return;
  paper::List list;
  list.numbered = true;
  for (const auto& question : meeting.agenda()) {
    list.items.push_back(question.reports().empty() ? question.text() : words.text(N_("{1} (reports: {2})"), {question.text(), question.reports()}));
  }
  out.emplace_back(paper::Heading{std::string(words.text(N_("Agenda"))), 1});
  out.emplace_back(std::move(list));
}

paper::Table decision_table(const Catalogue& words) {
  paper::Table table;
  table.columns = {{std::string(words.text(N_("Number"))), 0.4, false}, {std::string(words.text(N_("What was decided"))), 3, false},
                   {std::string(words.text(N_("Responsible"))), 1.6, false}, {std::string(words.text(N_("By when"))), 1, false}};
  return table;
}

void put_decisions(const Catalogue& words, const Protocol& protocol, std::vector<paper::Block>& out) {
  const auto& meeting = *protocol.meeting.as<Meeting>();
  const auto all = decisions_of(protocol.story, protocol.meeting);
  out.emplace_back(paper::Heading{std::string(words.text(N_("Decided at the meeting"))), 1});
  if (all.empty()) {
    out.emplace_back(paper::Paragraph{std::string(words.text(N_("No decision is written down.")))});
    return;
  }
  const auto put = [&](const std::string& question, const std::string& heading) {
    paper::Table table = decision_table(words);
    for (const Item* item : all) {
      const auto* decision = item->as<MeetingDecision>();
      if (decision->question() != question) continue;
      table.rows.push_back({number_on_protocol(protocol.story, *item), decision->text(), with(decision->body(), decision->person()), day_of(words, decision->due())});
    }
    if (table.rows.empty()) return;
    if (!heading.empty()) out.emplace_back(paper::Heading{heading, 2});
    out.emplace_back(std::move(table));
  };
  for (int i = 0; i < meeting.agenda_size(); ++i) put(meeting.agenda(i).number(), std::to_string(i + 1) + ". " + meeting.agenda(i).text());
  put("", meeting.agenda().empty() ? std::string() : std::string(words.text(N_("Beside the agenda"))));
}

}  // namespace

paper::Document compose(const Catalogue& words, const Protocol& protocol) {
  const auto& meeting = *protocol.meeting.as<Meeting>();
  const auto* commission = protocol.story.last<Commission>();
  paper::Document out;
  out.language = words.language();
  out.made = protocol.now;
  out.letterhead = protocol.letterhead;
  out.day = day_of(words, meeting.date());
  const bool is_held = meeting.state() == "held" || !decisions_of(protocol.story, protocol.meeting).empty();
  if (!is_held) out.title = words.text(N_("Agenda of the meeting"));
  else out.title = meeting.protocol().empty() ? std::string(words.text(N_("Protocol"))) : words.text(N_("Protocol No. {1}"), {meeting.protocol()});
  if (commission != nullptr) out.blocks.emplace_back(paper::Paragraph{commission->name(), paper::Tone::strong});
  if (meeting.state() == "cancelled") out.blocks.emplace_back(paper::Notice{std::string(words.text(N_("This meeting was cancelled.")))});
  paper::Values facts;
  const auto fact = [&](const char* name, const std::string& text) { facts.rows.push_back({std::string(words.text(name)), text}); };
  fact(N_("Kind of meeting"), web::label(words, "meeting_kind", meeting.kind()));
  fact(N_("Time"), meeting.time());
  fact(N_("Place"), meeting.place());
  if (commission != nullptr) {
    fact(N_("Chair"), with(commission->chair(), commission->chair_office()));
    fact(N_("Secretary"), commission->secretary());
  }
  out.blocks.emplace_back(std::move(facts));
  put_people(words, meeting, out.blocks);
  put_agenda(words, meeting, out.blocks);
  if (!is_held) return out;
  if (!meeting.heard().empty()) {
    out.blocks.emplace_back(paper::Heading{std::string(words.text(N_("What was heard"))), 1});
    out.blocks.emplace_back(paper::Paragraph{meeting.heard()});
  }
  put_decisions(words, protocol, out.blocks);
  paper::Signatures signatures;
  signatures.signature = words.text(N_("signature"));
  signatures.date = words.text(N_("date"));
  const auto signs = [&](const char* office, const std::string& name) { signatures.who.push_back(name.empty() ? std::string(words.text(office)) : std::string(words.text(office)) + ": " + name); };
  signs(N_("Chair"), commission == nullptr ? std::string() : commission->chair());
  signs(N_("Secretary"), commission == nullptr ? std::string() : commission->secretary());
  out.blocks.emplace_back(std::move(signatures));
  return out;
}

}  // namespace arasha::cooperation
