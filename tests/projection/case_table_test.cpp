#include "projection/case_table.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>

#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using vault::Keyring;
using vault::must;

class CaseTableTest : public ShelfWorld {
 protected:
  CaseList list(const Keyring& by, const CaseQuery& query) {
    const Access access = must(tables_->projection().enter(by, ASSISTANCE));
    return tables_->cases().list(access, query);
  }
  void add_all(const Keyring& by, const std::vector<CaseCard>& cards) {
    std::vector<vault::FileChange> changes;
    for (const CaseCard& card : cards) {
      changes.push_back(change_with(crypto::random_id<FileId>(), 0, ASSISTANCE, card));
      files_.push_back(changes.back().file);
    }
    must(vault_->append(by, changes));
  }
  std::vector<FileId> files_;
};

std::vector<std::string> aliases_of(const CaseList& list) {
  std::vector<std::string> out;
  for (const CaseRow& row : list.rows) out.push_back(row.card.alias());
  return out;
}

TEST_F(CaseTableTest, EachConditionAlone) {
  const Keyring by = steward();
  CaseCard one = case_card("Amber Elk", "2026-01-10");
  one.set_owner("abc");
  one.set_state("active");
  one.set_danger("immediate");
  one.set_identification("confirmed");
  one.add_exploitation("labour");
  one.add_exploitation("begging");
  one.set_exploitation_country("KZ");
  one.add_sources("hotline");
  one.set_provenance("own");
  CaseCard two = case_card("Brave ФОКС", "2026-02-10");
  two.set_state("closed");
  two.set_closed("2026-06-30");
  two.add_exploitation("sexual");
  add_all(by, {one, two, case_card("Calm Owl", "2026-03-10")});

  const auto found = [&](auto set) {
    CaseQuery query;
    query.order = CaseOrder::alias;
    query.ascending = true;
    set(query);
    return aliases_of(list(by, query));
  };
  EXPECT_THAT(found([](auto& q) { q.state = "closed"; }), ElementsAre("Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.state = "open"; }), ElementsAre("Amber Elk", "Calm Owl"));
  EXPECT_THAT(found([](auto& q) { q.owner = "abc"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.owner = "-"; }), ElementsAre("Brave ФОКС", "Calm Owl"));
  EXPECT_THAT(found([](auto& q) { q.danger = "immediate"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.identification = "confirmed"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.exploitation = "begging"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.exploitation = "sexual"; }), ElementsAre("Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.country = "KZ"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.source = "hotline"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.provenance = "own"; }), ElementsAre("Amber Elk"));
  EXPECT_THAT(found([](auto& q) { q.alias = "фокс"; }), ElementsAre("Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.alias = "RAVE"; }), ElementsAre("Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.opened_from = "2026-02-10"; }), ElementsAre("Brave ФОКС", "Calm Owl"));
  EXPECT_THAT(found([](auto& q) { q.opened_until = "2026-02-10"; }), ElementsAre("Amber Elk", "Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.closed_from = q.closed_until = "2026-06-30"; }),
              ElementsAre("Brave ФОКС"));
  EXPECT_THAT(found([](auto& q) { q.closed_from = "2026-07-01"; }), IsEmpty());
  // What no case has, and what is no date.
  EXPECT_THAT(found([](auto& q) { q.state = "lost"; }), IsEmpty());
  EXPECT_THAT(found([](auto& q) { q.exploitation = "lost"; }), IsEmpty());
  EXPECT_THAT(found([](auto& q) { q.opened_from = "yesterday"; }), IsEmpty());
  EXPECT_THAT(found([](auto& q) { q.opened_until = "2026-02-30"; }), IsEmpty());
}

TEST_F(CaseTableTest, OpenIsEmptyWhereEverythingIsClosed) {
  const Keyring by = steward();
  CaseCard card = case_card("Amber Elk");
  card.set_state("closed");
  add_all(by, {card});
  CaseQuery query;
  query.state = "open";
  EXPECT_EQ(list(by, query).total, 0U);
}

TEST_F(CaseTableTest, OrdersAndTheirReverse) {
  const Keyring by = steward();
  CaseCard old = case_card("Brave Fox", "2026-01-01");
  old.set_updated("2026-09-01");
  old.set_danger("possible");
  CaseCard urgent = case_card("calm Owl", "2026-02-01");
  urgent.set_danger("immediate");
  CaseCard safe = case_card("Amber Elk", "2026-03-01");
  safe.set_danger("none");
  add_all(by, {old, urgent, safe});
  const auto in_order = [&](CaseOrder order, bool ascending) {
    CaseQuery query;
    query.order = order;
    query.ascending = ascending;
    return aliases_of(list(by, query));
  };
  EXPECT_THAT(in_order(CaseOrder::updated, false), ElementsAre("Brave Fox", "Amber Elk", "calm Owl"));
  EXPECT_THAT(in_order(CaseOrder::opened, false), ElementsAre("Amber Elk", "calm Owl", "Brave Fox"));
  EXPECT_THAT(in_order(CaseOrder::opened, true), ElementsAre("Brave Fox", "calm Owl", "Amber Elk"));
  EXPECT_THAT(in_order(CaseOrder::alias, true), ElementsAre("Amber Elk", "Brave Fox", "calm Owl"));
  EXPECT_THAT(in_order(CaseOrder::danger, false), ElementsAre("calm Owl", "Brave Fox", "Amber Elk"));
  // Working on a case moves it, in an order that was already made.
  old.set_danger("none");
  old.set_opened("2026-12-01");
  must(vault_->append(by, {change_with(files_[0], 1, ASSISTANCE, old)}));
  EXPECT_THAT(in_order(CaseOrder::opened, false), ElementsAre("Brave Fox", "Amber Elk", "calm Owl"));
  EXPECT_THAT(in_order(CaseOrder::danger, false), ElementsAre("calm Owl", "Brave Fox", "Amber Elk"));
}

TEST_F(CaseTableTest, RiskOrdersBesideDangerAndReviewsFallDue) {
  const Keyring by = steward();
  std::vector<CaseCard> cards;
  for (const auto& [alias, danger, risk, review] :
       std::vector<std::array<const char*, 4>>{{"a immediate", "immediate", "low", ""},
                                               {"b critical", "none", "critical", "2026-11-24"},
                                               {"c high", "none", "high", "2026-11-25"},
                                               {"d unknown", "", "medium", "2026-10-01"},
                                               {"e none", "none", "low", "no day"}}) {
    cards.push_back(case_card(alias));
    cards.back().set_danger(danger);
    cards.back().set_risk(risk);
    cards.back().set_next_review(review);
  }
  add_all(by, cards);
  CaseQuery query;
  query.order = CaseOrder::danger;
  EXPECT_THAT(aliases_of(list(by, query)),
              ElementsAre("a immediate", "b critical", "c high", "d unknown", "e none"));
  query.review_until = "2026-11-24";
  EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("b critical", "d unknown"));
  query.review_until = "soon";
  EXPECT_THAT(aliases_of(list(by, query)), IsEmpty());
}

TEST_F(CaseTableTest, FlagsAndWhatWaitsForApproval) {
  const Keyring by = steward();
  std::vector<CaseCard> cards;
  for (const auto& [alias, flag, since] : std::vector<std::array<const char*, 3>>{
           {"a", "urgent", "2026-11-03"}, {"b", "media", ""}, {"c", "", "2026-11-01"}, {"d", "urgent", "2026-11-02"}}) {
    cards.push_back(case_card(alias));
    if (*flag != '\0') cards.back().add_flags()->set_what(flag);
    cards.back().set_approval_since(since);
  }
  add_all(by, cards);
  CaseQuery query;
  query.order = CaseOrder::alias;
  query.ascending = true;
  query.flag = "urgent";
  EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("a", "d"));
  query.flag = "nobody's";
  EXPECT_THAT(aliases_of(list(by, query)), IsEmpty());
  query = {};
  query.approval = "waits";
  query.order = CaseOrder::approval;
  query.ascending = true;
  EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("c", "d", "a"));
  query.flag = "urgent";
  EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("d", "a"));
}

TEST_F(CaseTableTest, PagesCoverEverythingOnce) {
  const Keyring by = steward();
  std::vector<CaseCard> cards;
  for (int i = 0; i < 60; ++i) cards.push_back(case_card("Case " + std::to_string(100 + i)));
  add_all(by, cards);
  std::set<std::string> seen;
  CaseQuery query;
  for (query.offset = 0; query.offset < 60; query.offset += 25) {
    const CaseList page = list(by, query);
    EXPECT_EQ(page.total, 60U);
    EXPECT_EQ(page.rows.size(), std::min<std::size_t>(25, 60 - query.offset));
    for (const auto& row : page.rows) seen.insert(row.card.alias());
  }
  EXPECT_EQ(seen.size(), 60U);
  query.offset = 60;
  EXPECT_THAT(list(by, query).rows, IsEmpty());
  query.offset = SIZE_MAX;
  EXPECT_THAT(list(by, query).rows, IsEmpty());
  query.offset = 0;
  query.limit = 0;
  EXPECT_EQ(list(by, query).total, 60U);
}

TEST_F(CaseTableTest, MoreCodesThanBits) {
  const Keyring by = steward();
  std::vector<CaseCard> cards;
  for (int i = 0; i < 80; ++i) {
    cards.push_back(case_card("Case " + std::to_string(100 + i)));
    cards.back().add_sources("source" + std::to_string(i));
    cards.back().add_exploitation("type" + std::to_string(i));
  }
  add_all(by, cards);
  for (const int i : {0, 62, 63, 64, 79}) {
    CaseQuery query;
    query.source = "source" + std::to_string(i);
    EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("Case " + std::to_string(100 + i)));
    query.exploitation = "type" + std::to_string(i);
    EXPECT_THAT(aliases_of(list(by, query)), ElementsAre("Case " + std::to_string(100 + i)));
    query.exploitation = "type" + std::to_string((i + 1) % 80);
    EXPECT_THAT(list(by, query).rows, IsEmpty());
  }
}

TEST_F(CaseTableTest, CasesOfAPerson) {
  const Keyring by = steward();
  const auto person = crypto::random_id<FileId>();
  const auto other = crypto::random_id<FileId>();
  std::vector<CaseCard> cards{case_card("Amber Elk", "2026-01-01"), case_card("Brave Fox", "2026-05-01"),
                              case_card("Calm Owl")};
  cards[0].set_person(person.text());
  cards[1].set_person(person.text());
  cards[2].set_person(other.text());
  add_all(by, cards);
  const auto of = [&](FileId id) {
    const Access access = must(tables_->projection().enter(by, ASSISTANCE));
    CaseList out;
    out.rows = tables_->cases().of_person(access, id);
    return aliases_of(out);
  };
  EXPECT_THAT(of(person), ElementsAre("Brave Fox", "Amber Elk"));
  cards[1].set_person(other.text());
  must(vault_->append(by, {change_with(files_[1], 1, ASSISTANCE, cards[1])}));
  EXPECT_THAT(of(person), ElementsAre("Amber Elk"));
  EXPECT_THAT(of(other), ElementsAre("Brave Fox", "Calm Owl"));
  EXPECT_THAT(of(crypto::random_id<FileId>()), IsEmpty());
  EXPECT_THAT(of(FileId()), IsEmpty());
}

// Against a plain search through the cards, while cases come, change and go.
TEST_F(CaseTableTest, AgreesWithAPlainSearch) {
  const Keyring by = steward();
  std::mt19937 random(7);
  const auto pick = [&](std::initializer_list<const char*> of) {
    return std::string(of.begin()[random() % of.size()]);
  };
  const auto make = [&] {
    CaseCard card = case_card("Case " + std::to_string(random() % 1000),
                              "2026-0" + std::to_string(1 + random() % 9) + "-15");
    card.set_state(pick({"new", "active", "closed"}));
    card.set_danger(pick({"", "none", "possible", "immediate", "unknown"}));
    card.set_owner(pick({"", "a", "b"}));
    card.add_exploitation(pick({"labour", "sexual"}));
    return card;
  };
  std::vector<CaseCard> cards;
  std::vector<std::uint32_t> lengths;
  for (int i = 0; i < 200; ++i) cards.push_back(make());
  add_all(by, cards);
  lengths.assign(cards.size(), 1);
  for (int round = 0; round < 120; ++round) {
    const std::size_t at = random() % cards.size();
    cards[at] = round % 10 == 0 ? CaseCard() : make();
    must(vault_->append(by, {change_with(files_[at], lengths[at]++, ASSISTANCE, cards[at])}));
    CaseQuery query;
    query.state = pick({"", "open", "closed"});
    query.owner = pick({"", "-", "a"});
    query.exploitation = pick({"", "labour"});
    query.order = static_cast<CaseOrder>(random() % 4);
    query.ascending = random() % 2 == 0;
    query.limit = 1000;
    std::multiset<std::string> wanted;
    for (const CaseCard& card : cards) {
      if (card.alias().empty()) continue;
      const bool state = query.state.empty() || (query.state == "open") == (card.state() != "closed");
      const bool owner = query.owner.empty() || card.owner() == (query.owner == "-" ? "" : query.owner);
      const bool type = query.exploitation.empty() || card.exploitation(0) == query.exploitation;
      if (state && owner && type) wanted.insert(card.alias());
    }
    const std::vector<std::string> found = aliases_of(list(by, query));
    EXPECT_EQ(std::multiset<std::string>(found.begin(), found.end()), wanted);
    if (query.order == CaseOrder::alias) {
      EXPECT_TRUE(query.ascending ? std::is_sorted(found.begin(), found.end())
                                  : std::is_sorted(found.rbegin(), found.rend()));
    }
  }
}

}  // namespace
}  // namespace arasha::projection
