using SeCo.Exchange;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class AnswerBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunLengthMask Shown = RunLengthMask.FromCounts(2, 2, [0, 4]);
    private static readonly string Region = RegionAnswer.PixelsOf(Shown);
    private readonly AnswerBook _book = new();

    [Fact]
    public void The_last_word_counts_and_who_takes_it_back_leaves_the_others()
    {
        Add("ann", 1, 10);
        Add("bo", 2, 20);
        Assert.Equal((2, true), (_book.Of("a", Region)!.Label, _book.IsConflict("a", Region)));
        Add("ann", 2, 30); // has changed their mind
        Assert.False(_book.IsConflict("a", Region));
        Add("ann", 3, 40);
        Add("cy", 4, 50, AnswerStep.Settled);
        Assert.Equal((4, false), (_book.Of("a", Region)!.Label, _book.IsConflict("a", Region)));
        Add("bo", 2, 60); // later, and different again
        Assert.True(_book.IsConflict("a", Region));
        Add("bo", 0, 70, AnswerStep.Withdrawn);
        Assert.Equal(["cy", "ann"], _book.Voices("a", Region).Select(v => v.By));
        Add("ann", 0, 80, AnswerStep.Withdrawn);
        Add("cy", 0, 90, AnswerStep.Withdrawn);
        Assert.Empty(_book.Final);
        Assert.Equal(6, _book.Past.Count());
    }

    [Fact]
    public void Of_lines_in_several_files_the_latest_of_a_person_counts_and_not_the_last_file()
    {
        Add("ann", 1, 20);
        Add("ann", 0, 30, AnswerStep.Withdrawn);
        Add("ann", 2, 10); // from another machine's file
        Assert.Empty(_book.Final);
        Assert.Equal(Noon.AddSeconds(30), _book.LastAt("a", Region));
        Assert.Equal([1, 2], _book.Past.Select(past => (int)past.Label));
        Add("bo", 3, 50);
        Add("bo", 4, 40);
        Add("ann", 5, 45);
        Assert.Equal([3, 5], _book.Voices("a", Region).Select(voice => (int)voice.Label));
        Assert.Equal([1, 2, 4, 5], _book.Past.Select(past => (int)past.Label).Order());
    }

    [Fact]
    public void Another_region_of_the_same_number_has_answers_of_its_own_and_the_same_one_of_another_number_has_not()
    {
        Add("ann", 1, 10);
        RunLengthMask other = RunLengthMask.FromCounts(2, 2, [1, 3]);
        _book.Add(Answer("ann", 2, 20) with { Mask = other });
        _book.Add(Answer("ann", 0, 30, AnswerStep.Withdrawn) with { Region = 7 });
        Assert.Null(_book.Of("a", Region));
        Assert.Equal(2, _book.Of("a", RegionAnswer.PixelsOf(other))!.Label);
        Assert.NotEqual(RegionAnswer.PixelsOf(RunLengthMask.FromCounts(4, 1, [0, 4])), Region);
    }

    [Fact]
    public void Whoever_has_taken_a_region_keeps_it_for_a_while()
    {
        _book.Add(new RegionAnswer("a", 0, "ann", Noon, AnswerStep.Taken) { Page = "p", Pixels = Region });
        Assert.Equal("p", _book.TakenBy("a", Region, Noon.AddSeconds(-1))!.Page);
        Assert.Null(_book.TakenBy("a", Region, Noon.AddSeconds(1)));
        Assert.Null(_book.TakenBy("a", "another", Noon));
        Assert.Null(_book.Of("a", Region));
    }

    private void Add(string by, byte label, int second, AnswerStep step = AnswerStep.Answered) => _book.Add(Answer(by, label, second, step));

    private static RegionAnswer Answer(string by, byte label, int second, AnswerStep step = AnswerStep.Answered) =>
        new("a", 0, by, Noon.AddSeconds(second), step) { Asked = 0, Label = label, Mask = Shown };
}
