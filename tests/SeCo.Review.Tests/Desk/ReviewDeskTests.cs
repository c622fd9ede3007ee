using SeCo.Pipeline;
using SeCo.Review.Desk;
using SeCo.Review.Questions;
using SeCo.Review.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests.Desk;

public sealed class ReviewDeskTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SetClock _clock = new();
    private readonly QuestionList _questions;

    public ReviewDeskTests() => _questions = QuestionList.Read(RunExport.Open(DrawnRun.Write(_temp.Path, 2, 6)), new ReviewOptions().Questions);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Each_page_gets_its_own_question_until_the_other_has_been_away_for_long()
    {
        using ReviewDesk desk = Open("ann");
        Assert.Equal(0, desk.Next("one", "ann", -1));
        Assert.Equal(0, desk.Next("one", "ann", -1)); // its own
        Assert.Equal(1, desk.Next("two", "ann", -1));
        Assert.Equal(2, desk.Next("two", "ann", 1));
        _clock.Now += ReviewDesk.KeptFor + TimeSpan.FromSeconds(1);
        Assert.Equal(0, desk.Next("three", "ann", _questions.All.Count - 1)); // from the start again
    }

    [Fact]
    public void All_that_is_left_is_given_out_and_then_nothing()
    {
        using ReviewDesk desk = Open("ann");
        desk.Store([.. Enumerable.Range(1, _questions.All.Count - 1)], "p", "ann", 2, null);
        Assert.Equal(0, desk.Next("p", "ann", 4));
        _clock.Now += TimeSpan.FromSeconds(1);
        desk.Store([0], "p", "ann", 255, null);
        Assert.Equal(-1, desk.Next("p", "ann", 4));
        ReviewProgress done = desk.Progress();
        Assert.Equal((done.Questions, done.WholeGain), (done.Answered, done.Gain));
        Assert.Equal([0], desk.Undo("ann"));
        Assert.Equal(done.Questions - 1, desk.Undo("ann").Count);
        Assert.Empty(desk.Undo("ann"));
    }

    [Fact]
    public void The_time_left_follows_the_pace_and_pauses_do_not_count()
    {
        using ReviewDesk desk = Open("ann");
        Assert.Null(desk.Progress().SecondsLeft);
        for (int number = 0; number < 3; number++)
        {
            desk.Look(number, "p", "ann");
            _clock.Now += TimeSpan.FromSeconds(number == 1 ? 5000 : 4);
            desk.Store([number], "p", "ann", 1, null);
        }

        Assert.Equal(4.0 * (_questions.All.Count - 3), desk.Progress().SecondsLeft!.Value, 6);
    }

    [Fact]
    public void What_others_answer_is_seen_at_the_next_question()
    {
        using ReviewDesk ann = Open("ann"), bo = Open("bo");
        bo.Store([0], "q", "bo", 3, null);
        Assert.Equal(1, ann.Next("p", "ann", -1));
        Assert.Equal(3, ann.Answer(0)!.Label);
        Assert.Throws<ArgumentException>(() => ann.Store([0], "p", "ann", 11, null));
    }

    private ReviewDesk Open(string person) => new(_questions, _temp["answers"], person, _clock);
}
