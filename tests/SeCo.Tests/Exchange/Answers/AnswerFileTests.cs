using System.Text;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange;

/// <summary><see cref="AnswerFile"/> written, <see cref="AnswerReader"/> reading it, and the reviews that <see cref="RegionAnswer"/> stands for.</summary>
public sealed class AnswerFileTests : IDisposable
{
    private static readonly ClassSet Classes = ClassSet.Named("camvid11");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Lines_come_back_as_they_were_and_only_once()
    {
        RegionAnswer taken = new("night/ä", 3, "ann", Noon, AnswerStep.Taken) { Page = "p", Pixels = "00000000000000ff" };
        RegionAnswer answer = Answer(3, 2).WithBorder(Mask(new Box(2, 1, 6, 4)));
        AnswerReader reader = new(_temp.Path, Classes);
        using AnswerFile file = AnswerFile.Open(_temp.Path, "ann", Classes);
        Assert.Empty(reader.ReadNew());
        file.Add(taken, answer);
        RegionAnswer[] read = [.. reader.ReadNew()];
        Assert.Equal(taken, read[0]);
        Assert.Equal((answer.Label, answer.Asked, answer.At, answer.By), (read[1].Label, read[1].Asked, read[1].At, read[1].By));
        Assert.Equal(answer.Pixels, read[1].Pixels);
        Assert.Empty(reader.ReadNew());

        // Columns 1 to 4 of 4 rows were shown, 2 to 5 are right: one column went and one came.
        IReadOnlyList<RegionReview> reviews = read[1].Reviews();
        Assert.Equal([(ReviewAnswer.Relabelled, 2), (ReviewAnswer.Drawn, 255), (ReviewAnswer.Drawn, 2)], reviews.Select(r => (r.Answer, (int)r.Label)));
        Assert.Equal([new Box(1, 0, 5, 4), new Box(1, 0, 5, 4), new Box(5, 1, 6, 4)], reviews.Select(r => r.Mask.Bounds));

        // As earlier builds wrote it: a number alone, which means the region that was answered under it.
        file.Add(new RegionAnswer("night/ä", 3, "ann", Noon, AnswerStep.Withdrawn), new RegionAnswer("night/ä", 4, "ann", Noon, AnswerStep.Withdrawn));
        RegionAnswer withdrawn = Assert.Single(reader.ReadNew());
        Assert.Equal((AnswerStep.Withdrawn, answer.Pixels), (withdrawn.Step, withdrawn.Pixels));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":\"seco.answ")]
    [InlineData("{\"image\":\"night/")]
    public void A_torn_last_line_is_dropped_and_the_file_goes_on(string torn)
    {
        string path = _temp["ann.jsonl"];
        bool hasFirst = torn.Contains("image", StringComparison.Ordinal);
        if (hasFirst)
        {
            AnswerFile.Open(_temp.Path, "ann", Classes).Dispose();
        }

        File.AppendAllText(path, torn);
        using AnswerFile file = AnswerFile.Open(_temp.Path, "ann", Classes);
        file.Add(Answer(1, 5));
        Assert.Equal(5, Assert.Single(new AnswerReader(path, Classes).ReadNew()).Label);
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void A_file_belongs_to_one_process_and_one_class_set()
    {
        using AnswerFile file = AnswerFile.Open(_temp.Path, "ann", Classes);
        Assert.Contains("--name", Assert.Throws<IOException>(() => AnswerFile.Open(_temp.Path, "ann", Classes)).Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => new AnswerReader(_temp.Path, ClassSet.Named("cityscapes19")).ReadNew().Count());
        Assert.All(new[] { "", "a/b", "..", ".x", "a b", new string('a', 41) }, name =>
            Assert.Throws<ArgumentException>(() => AnswerFile.Open(_temp.Path, name, Classes)));
    }

    [Theory]
    [InlineData("\"label\":2", "\"label\":11", "label 11")]
    [InlineData("\"image\":\"night/ä\"", "\"image\":\"../x\"", "leaves its folder")]
    [InlineData("\"step\":\"answered\"", "\"step\":\"sold\"", "'sold'")]
    [InlineData("\"size\":[10,20]", "\"size\":[10,21]", "line 2")]
    [InlineData("\"asked\":1,", "", "asked")]
    [InlineData("seco.answers/1", "seco.answers/9", "newer seco")]
    public void What_is_wrong_in_a_line_is_told_with_its_place(string right, string wrong, string says)
    {
        using (AnswerFile file = AnswerFile.Open(_temp.Path, "ann", Classes))
        {
            file.Add(Answer(1, 2));
        }

        string path = _temp["ann.jsonl"], text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal), new UTF8Encoding(false));
        string message = Assert.Throws<DatasetException>(() => new AnswerReader(path, Classes).ReadNew().Count()).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("ann.jsonl", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_imported_over_earlier_reviews_and_what_was_taken_back_goes()
    {
        string answers = _temp["answers"], reviews = _temp["reviews"];
        using (AnswerFile file = AnswerFile.Open(answers, "ann", Classes))
        {
            file.Add(Answer(1, 2).WithBorder(Mask(new Box(1, 0, 9, 4))));
            await Import();
            Assert.Equal([(ReviewAnswer.Relabelled, 2), (ReviewAnswer.Drawn, 2)], Read().Select(r => (r.Answer, (int)r.Label)));
            file.Add(Answer(1, 4) with { At = Noon.AddSeconds(1) });
            Assert.Equal(0, (await Import()).Confirmed);
            Assert.Equal([4], Read().Select(r => (int)r.Label)); // what was painted to the first answer is gone with it
            file.Add(Answer(1, 0).WithBorder(Mask(new Box(1, 0, 9, 4))) with { At = Noon.AddSeconds(2) });
            await Import();
            file.Add(Answer(1, 0) with { At = Noon.AddSeconds(3), Step = AnswerStep.Withdrawn });
            await Import();
            Assert.Empty(Read());
        }

        Assert.Null(ReviewImport.OfReview(_temp["nothing"]));

        Task<ReviewImportSummary> Import() => ReviewImport.OfReview(answers)!.RunAsync(answers, reviews);

        IReadOnlyList<RegionReview> Read() => ReviewFile.Read(ReviewFile.PathOf(reviews, "night/ä"), Classes);
    }

    [Fact]
    public void A_list_of_another_tool_is_no_file_of_answers()
    {
        File.WriteAllText(_temp["metadata.jsonl"], "{\"file_name\":\"images/a.png\",\"label_file_name\":\"labels/a.png\"}\n");
        Assert.Equal("huggingface", ExchangeFormat.Of(_temp.Path).Name);
        Assert.Null(ReviewImport.OfReview(_temp.Path));
        Assert.Null(ReviewImport.OfReview(_temp["metadata.jsonl"]));
        AnswerFile.Open(_temp.Path, "ann", Classes).Dispose();
        Assert.Equal("review", ExchangeFormat.Of(_temp.Path).Name);
        Assert.Contains("metadata.jsonl, line 1", Assert.Throws<DatasetException>(
            () => new AnswerReader(_temp.Path, Classes).ReadNew().Count()).Message, StringComparison.Ordinal);
    }

    private static RunLengthMask Mask(Box box)
    {
        byte[] inside = [.. Enumerable.Repeat((byte)1, (int)box.Area)];
        return RunLengthMask.FromWindow(20, 10, box, inside);
    }

    private static RegionAnswer Answer(int region, byte label) => new("night/ä", region, "ann", Noon, AnswerStep.Answered)
    {
        Asked = 1, Label = label, Mask = Mask(new Box(1, 0, 5, 4)),
    };
}
