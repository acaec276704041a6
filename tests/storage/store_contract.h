#pragma once

#include "ports/store.h"

#include <QObject>

#include <memory>
#include <optional>

namespace parlance::test {

/// What every Store must do, whatever it is made of. A test class derives from it and says how one is made and how its
/// answers are waited for.
class StoreContract : public QObject {
    Q_OBJECT
  protected:
    virtual std::unique_ptr<Store> makeStore() = 0;
    /// Returns once everything asked for so far has been answered.
    virtual void wait(Store& store) = 0;

  private Q_SLOTS:
    void seqAndCountAreDense();
    void aNonceHasOneResult();
    void aRefusalTakesNoSeq();
    void onlyTheAuthorChanges();
    void timeNeverGoesBack();
    void answersComeInOrderAndNeverWithinTheCall();
    void eventsAfter();
    void eventsStopWhereAReplyIsFull();
    void whatIsGoneIsInNoEvent();
    void messagesByBounds();
    void membershipsAndReadMarks();
    void membershipsComeInPages();
    void oneMembership();
    void theDirectory();
    void aSearchOfTheDirectoryLooksAtSoMany();
    void strangersPushOutNobodyElse();
    void whoHasWrittenStays();
    void whoWritesInARoomBecomesAMember();
    void aSilentPersonInNoRoomIsForgotten();
    void roomsWithoutEventsAreBounded();
    void roomsAreNotMadeByAccident();
    void roomSizes();
    void aDeletedRoomIsGone();
    void aRenamedRoomGoesOn();
    void roomsWithoutEventsAreRenamedToo();
    void whoHasTheFormerLogAddsNothing();

  private:
    Result<Appended> append(Store& store, NewEvent event);
    RoomRecord open(Store& store, const RoomName& room);

    /// The answer to what `ask` asks, which gets the callback.
    template <class T, class Ask>
    Result<T> answer(Store& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(Done<T>([&result](Result<T> found) { result = std::move(found); }));
        while (!result)
            wait(store); // each room may be read by another thread
        return *std::move(result);
    }
    Result<RoomSize> remove(Store& store, const RoomName& room);
    Result<RoomSize> rename(Store& store, const RoomName& room, const RoomName& to);
    Result<RoomRecord> find(Store& store, const RoomName& room);
    bool wasEnded(Store& store, const LogId& log);
    LogId furnish(Store& store);
};

} // namespace parlance::test
