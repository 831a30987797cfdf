// Hiding of small numbers in a table of counts, so that none can be worked out from the others.
//
// What is promised, for a table by one or two columns and a limit K: someone who has the table, all its row
// and column totals as a count by each single column shows them with the same K, and the grand total, finds
// for every number that is shown as "<K" at least two possible values. This holds although "<K" says 1 to
// K-1, and "*" says K or more.
//
// How: 1. Every number from 1 to K-1 is hidden. 2. A hidden number can be taken for another one if the table
// can be changed at it by one, and elsewhere so that no total that is shown changes: along a closed way
// through the table that turns at hidden numbers, alternately one more and one less, and keeps each within
// what its sign says. For a number that has no such way, the cheapest one is sought (shortest way, the cost
// of a number being itself), and the numbers at its corners are hidden with "*". 3. Where there is none,
// combinations that do not occur are let in and shown as "<K"; all "<K" then say 0 to K-1. 4. Where that does
// not do either, the table is withheld. By the theory of flows, a number without such a way has one possible
// value, and one with it has two, so the check is exact.
//
// What is not promised: nothing about a person who combines counts with different conditions or different K,
// or at different times, or who knows some of the cases. For that, publish few tables.
#pragma once

#include <cstdint>

namespace arasha::statistics {

struct CountResult;

// `result` has all its numbers, by at most two columns, rows sorted. Afterwards numbers that are not shown
// are 0.
void hide_small(CountResult& result, std::uint64_t limit);

}  // namespace arasha::statistics
