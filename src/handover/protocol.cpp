#include "handover/protocol.h"

#include "base/bytes.h"
#include "paper/printable.h"
#include "web/values.h"

namespace arasha::handover {
namespace {

std::string day_of(const Catalogue& words, const std::string& iso) { return iso.empty() ? std::string() : paper::kept_together(web::date_label(words, iso)); }

// Enough of it to compare two papers by eye.
std::string short_hash(const std::string& hash) {
  const std::string text = to_hex(view(hash)).substr(0, 16);
  return text.empty() ? text : text.substr(0, 8) + " " + text.substr(8);
}

void put_taken(const Catalogue& words, const HandoverProtocol& protocol, std::vector<paper::Block>& out) {
  paper::Table table;
  table.columns = {{std::string(words.text(N_("Number"))), 0.5, false}, {std::string(words.text(N_("Case with the sender"))), 1.6, false}, {std::string(words.text(N_("Case with the receiver"))), 1.6, false},
                   {std::string(words.text(N_("Entries"))), 0.8, true}, {std::string(words.text(N_("Documents"))), 0.9, true}, {std::string(words.text(N_("Papers"))), 0.8, true},
                   {std::string(words.text(N_("Fingerprint"))), 1.6, false}, {std::string(words.text(N_("Taken over"))), 2, false}};
  for (const HandoverProtocolRow& row : protocol.cases()) {
    if (row.result() != "taken") continue;
    table.rows.push_back({words.number(row.number()), row.alias_from(), row.alias_to(), words.number(row.entries()), words.number(row.documents()), words.number(row.originals()), short_hash(row.hash()),
                          day_of(words, row.taken()) + ", " + row.sent_by() + " → " + row.taken_by()});
  }
  out.emplace_back(paper::Heading{std::string(words.text(N_("Cases that were taken over"))), 1});
  out.emplace_back(std::move(table));
}

void put_others(const Catalogue& words, const HandoverProtocol& protocol, std::vector<paper::Block>& out) {
  paper::Table table;
  table.columns = {{std::string(words.text(N_("Number"))), 0.5, false}, {std::string(words.text(N_("Case with the sender"))), 1.6, false}, {std::string(words.text(N_("State"))), 1.6, false}, {std::string(words.text(N_("Reason"))), 2.4, false}};
  for (const HandoverProtocolRow& row : protocol.cases()) {
    if (row.result() == "taken") continue;
    const char* list = row.result() == "stays" ? "handover_stay" : "referral_decline";
    table.rows.push_back({words.number(row.number()), row.alias_from(), web::label(words, "handover_case_state", row.result()), row.reason().empty() ? std::string() : web::label(words, list, row.reason())});
  }
  if (table.rows.empty()) return;
  out.emplace_back(paper::Heading{std::string(words.text(N_("Cases that did not go"))), 1});
  out.emplace_back(std::move(table));
}

void put_things(const Catalogue& words, const HandoverProtocol& protocol, std::vector<paper::Block>& out) {
  if (protocol.things().empty()) return;
  paper::Table table;
  table.columns = {{std::string(words.text(N_("What it is"))), 2, false}, {std::string(words.text(N_("How much, how many"))), 1, false}, {std::string(words.text(N_("Where it is, in which state"))), 2, false}};
  for (const HandoverThing& one : protocol.things()) table.rows.push_back({one.what(), one.amount(), one.note()});
  out.emplace_back(paper::Heading{std::string(words.text(N_("What else is handed over"))), 1});
  out.emplace_back(std::move(table));
}

}  // namespace

paper::Document compose(const Catalogue& words, const ProtocolPaper& what) {
  const HandoverProtocol& protocol = what.protocol;
  paper::Document out;
  out.language = words.language();
  out.made = what.now;
  out.letterhead = what.letterhead;
  out.day = day_of(words, protocol.day());
  out.title = words.text(N_("Protocol of the handover of cases"));
  paper::Values facts;
  const auto fact = [&](const char* name, const std::string& text) { facts.rows.push_back({std::string(words.text(name)), text}); };
  fact(N_("Hands over"), what.from);
  fact(N_("Takes over"), what.to);
  fact(N_("Why the cases are handed over"), web::label(words, "handover_reason", protocol.reason()));
  fact(N_("Offered on"), day_of(words, protocol.offered()));
  fact(N_("Accepted on"), day_of(words, protocol.answered()));
  fact(N_("Signed in the program of the sender"), what.signed_from);
  fact(N_("Signed in the program of the receiver"), what.signed_to);
  out.blocks.emplace_back(std::move(facts));
  put_taken(words, protocol, out.blocks);
  put_others(words, protocol, out.blocks);
  put_things(words, protocol, out.blocks);
  out.blocks.emplace_back(paper::Paragraph{std::string(words.text(N_("From the day on which a case was taken over, the receiver is responsible for it. The sender keeps what the law lets it keep, and no longer.")))});
  paper::Signatures signatures;
  signatures.signature = words.text(N_("signature"));
  signatures.date = words.text(N_("date"));
  signatures.who = {words.text(N_("Handed over by: {1}"), {what.from}), words.text(N_("Taken over by: {1}"), {what.to})};
  out.blocks.emplace_back(std::move(signatures));
  return out;
}

}  // namespace arasha::handover
