using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Review.Desk;
using SeCo.Review.Questions;
using SeCo.Review.Tests.Fixtures;
using SeCo.Storage;
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

    [Fact]
    public void The_last_answer_counts_whatever_the_clocks_say_and_undo_takes_back_what_was_given_together()
    {
        using ReviewDesk ann = Open("ann"), bo = Open("bo");
        _clock.Now += TimeSpan.FromHours(1); // bo's clock is ahead
        bo.Store([0], "q", "bo", 3, null);
        _clock.Now -= TimeSpan.FromHours(1);
        ann.Store([0, 1], "p", "ann", 4, null);
        Assert.Equal((4, 4), (ann.Answer(0)!.Label, ann.Answer(1)!.Label));
        Assert.Equal([0, 1], ann.Undo("ann"));
        Assert.Equal(3, ann.Answer(0)!.Label);
        ann.Store([0], "p", "ann", 5, null);
        Assert.Equal(1, bo.Next("q", "bo", -1)); // reads what ann did
        Assert.Equal(5, bo.Answer(0)!.Label);
    }

    [Fact]
    public void Of_a_run_that_was_made_again_new_regions_are_asked_about_and_those_that_are_gone_take_no_answer()
    {
        using (ReviewDesk before = Open("ann"))
        {
            before.Store([0, 1], "p", "ann", 4, null);
        }

        // Question 0's region becomes smaller, under its number; the others of its image get other numbers.
        ExchangeImage image = _questions.ImageOf(0);
        string file = Path.Combine(_questions.Run.Folder, "correction", "verdicts", image.Name + ".json");
        RegionFile.Write(file, [.. _questions.Run.Regions.Read(image).Select(region => region.Id == _questions.All[0].Region
            ? ConnectedRegion.FromMask(region.Id, region.CategoryId, Half(region)) with { Outcome = region.Outcome }
            : region with { Id = region.Id + 100 })]);
        QuestionList again = QuestionList.Read(_questions.Run, new ReviewOptions().Questions);
        using ReviewDesk desk = new(again, _temp["answers"], "ann", _clock);
        Assert.Equal(1, desk.Progress().Answered);
        Assert.Null(desk.Answer(again.Find(image.Name, _questions.All[0].Region)));
        Assert.Equal(4, desk.Answer(again.Find(_questions.ImageOf(1).Name, _questions.All[1].Pixels))!.Label);

        using ReviewDesk old = Open("bo");
        string refused = Assert.Throws<DatasetException>(() => old.Store([0], "q", "bo", 1, null)).Message;
        Assert.Contains("start `seco review` anew", refused, StringComparison.Ordinal);

        static RunLengthMask Half(ConnectedRegion region)
        {
            Box box = region.Bounds with { X1 = region.Bounds.X0 + (region.Bounds.Width * 3 / 4) };
            return RunLengthMask.FromWindow(region.Mask.Width, region.Mask.Height, box, Enumerable.Repeat((byte)1, (int)box.Area).ToArray());
        }
    }

    private ReviewDesk Open(string person) => new(_questions, _temp["answers"], person, _clock);
}
