using SeCo.Exchange;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class AnswerBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly AnswerBook _book = new();

    [Fact]
    public void The_last_word_counts_and_who_takes_it_back_leaves_the_others()
    {
        Add("ann", 1, 10);
        Add("bo", 2, 20);
        Assert.Equal((2, true), (_book.Of("a", 0)!.Label, _book.IsConflict("a", 0)));
        Add("ann", 2, 30); // has changed their mind
        Assert.False(_book.IsConflict("a", 0));
        Add("ann", 3, 40);
        Add("cy", 4, 50, AnswerStep.Settled);
        Assert.Equal((4, false), (_book.Of("a", 0)!.Label, _book.IsConflict("a", 0)));
        Add("bo", 2, 60); // later, and different again
        Assert.True(_book.IsConflict("a", 0));
        Add("bo", 0, 70, AnswerStep.Withdrawn);
        Assert.Equal(["cy", "ann"], _book.Voices("a", 0).Select(v => v.By));
        Add("ann", 0, 80, AnswerStep.Withdrawn);
        Add("cy", 0, 90, AnswerStep.Withdrawn);
        Assert.Empty(_book.Final);
        Assert.NotEmpty(_book.Withdrawn);
    }

    [Fact]
    public void Whoever_has_taken_a_region_keeps_it_for_a_while()
    {
        _book.Add(new RegionAnswer("a", 0, "ann", Noon, AnswerStep.Taken) { Page = "p" });
        Assert.Equal("p", _book.TakenBy("a", 0, Noon.AddSeconds(-1))!.Page);
        Assert.Null(_book.TakenBy("a", 0, Noon.AddSeconds(1)));
        Assert.Null(_book.TakenBy("a", 1, Noon));
        Assert.Null(_book.Of("a", 0));
    }

    private void Add(string by, byte label, int second, AnswerStep step = AnswerStep.Answered) => _book.Add(
        new RegionAnswer("a", 0, by, Noon.AddSeconds(second), step) { Asked = 0, Label = label, Mask = RunLengthMask.FromCounts(2, 2, [0, 4]) });
}
