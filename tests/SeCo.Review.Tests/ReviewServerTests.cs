using System.Text.Json.Nodes;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Review.Tests.Fixtures;
using Xunit;

namespace SeCo.Review.Tests;

/// <summary>A review from the first question to the reviews that the next run reads, over HTTP.</summary>
public sealed class ReviewServerTests
{
    private static IReadOnlyList<RegionReview> Reviews(OpenReview review, string image) =>
        ReviewFile.Read(ReviewFile.PathOf(review.Server.Reviews, image), ClassSet.Named("camvid11"));

    [Fact]
    public async Task Answers_become_the_reviews_that_correction_reads()
    {
        await using OpenReview review = await OpenReview.Draw();
        Assert.Null(await review.Server.WriteReviewsAsync());
        JsonNode first = (await review.Next())["question"]!, second;
        int number = (int)first["number"]!, shown = (int)first["shown"]!;
        Assert.Equal(0, number);

        // A border mended: one row more below, one column less at the left.
        int width = (int)first["width"]!, height = (int)first["height"]!;
        RunLengthMask mask = RunLengthMask.Parse(width, height, (string)first["mask"]!);
        Box box = mask.Bounds;
        BinaryMask edited = mask.ToMask();
        for (int x = box.X0; x < box.X1; x++)
        {
            edited.Row(box.Y1)[x] = 1;
        }

        for (int y = box.Y0; y <= box.Y1; y++)
        {
            edited.Row(y)[box.X0] = 0;
        }

        await review.Answer(number, shown, edited: RunLengthMask.FromMask(edited).ToCompressedString());
        second = (await review.Next(after: number))["question"]!;
        JsonNode progress = await review.Answer((int)second["number"]!, 10);
        Assert.Equal(2, (int)progress["answered"]!);
        Assert.Equal(review.Server.Questions, (int)progress["questions"]!);

        var summary = (await review.Server.WriteReviewsAsync())!;
        Assert.Equal((1, 1, 0), (summary.Confirmed, summary.Relabelled, summary.Rejected));
        Assert.Equal((2 * box.Height) + box.Width - 1 - box.Height, summary.DrawnPixels);
        RegionReview[] all = [.. new[] { first, second }.Select(q => (string)q["image"]!).Distinct().SelectMany(image => Reviews(review, image))];
        RegionReview whole = Assert.Single(all, r => r.Answer == ReviewAnswer.Confirmed);
        Assert.True(whole.Mask.Counts.SequenceEqual(mask.Counts));
        Assert.Equal([10], all.Where(r => r.Answer == ReviewAnswer.Relabelled).Select(r => (int)r.Label));
        Assert.Equal([(byte)255, (byte)shown], all.Where(r => !r.IsWhole).Select(r => r.Label));

        // Taken back, they are gone from the reviews as well.
        JsonNode undone = await review.Ask("/api/undo", new JsonObject { ["page"] = "p", ["by"] = "ann" });
        Assert.Equal([(int)second["number"]!], undone["numbers"]!.AsArray().Select(n => (int)n!));
        await review.Server.WriteReviewsAsync();
        Assert.DoesNotContain(Reviews(review, (string)second["image"]!), r => r.Label == 10);
    }

    [Fact]
    public async Task A_killed_review_goes_on_with_every_answer_that_was_stored()
    {
        await using OpenReview review = await OpenReview.Draw();
        await review.Answer(3, 1);
        string file = review.Server.AnswerFile;
        byte[] stored = File.ReadAllBytes(file);
        await review.Server.DisposeAsync();

        // A kill in the middle of a line.
        File.WriteAllBytes(file, [.. stored, .. "{\"image\":\"day/00000\",\"reg"u8]);
        await using OpenReview again = await review.Again("ann");
        Assert.Equal(1, again.Server.Answered);
        Assert.Equal(stored.Length, new FileInfo(file).Length);
        await again.Answer(4, 2);
        Assert.Equal(2, again.Server.Answered);
        Assert.All(File.ReadAllLines(file), line => JsonNode.Parse(line));
    }

    [Fact]
    public async Task Two_people_take_different_questions_and_see_where_they_differ()
    {
        await using OpenReview ann = await OpenReview.Draw();
        await using OpenReview bo = await ann.Again("bo");
        int[] taken = [(int)(await ann.Next())["question"]!["number"]!, (int)(await bo.Next("q", "bo"))["question"]!["number"]!];
        Assert.Equal([0, 1], taken);
        JsonNode same = (await bo.Ask("/api/question", new JsonObject { ["page"] = "q", ["by"] = "bo", ["number"] = 0 }))["question"]!;
        Assert.Equal("ann", (string)same["lookedAtBy"]!);

        await ann.Answer(0, 1);
        await bo.Answer(0, 2, "q", "bo");
        JsonNode seen = await ann.Ask("/api/question", new JsonObject { ["page"] = "p", ["by"] = "ann", ["number"] = 0 });
        Assert.Equal([0], seen["progress"]!["conflicts"]!.AsArray().Select(n => (int)n!));
        Assert.Equal(["bo", "ann"], seen["question"]!["voices"]!.AsArray().Select(v => (string)v!["by"]!));

        // Who answers a question that is in dispute settles it.
        Assert.Empty((await ann.Answer(0, 3))["conflicts"]!.AsArray());
        Assert.Empty((await bo.Next("q", "bo"))["progress"]!["conflicts"]!.AsArray());
        IOException refused = await Assert.ThrowsAsync<IOException>(() => ann.Again("bo"));
        Assert.Contains("--name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alike_regions_are_answered_together_and_taken_back_together()
    {
        await using OpenReview review = await OpenReview.Draw(4, 10);
        JsonNode? question = null;
        for (int i = 0; question is null && i < review.Server.Questions; i++)
        {
            JsonNode asked = (await review.Ask("/api/question", new JsonObject { ["page"] = "p", ["by"] = "ann", ["number"] = i }))["question"]!;
            question = asked["alike"]!.AsArray().Count > 1 ? asked : null;
        }

        int[] alike = [.. question!["alike"]!.AsArray().Select(n => (int)n!)];
        Assert.Equal(1 + alike.Length, (int)(await review.Answer((int)question["number"]!, 5, alike: alike))["answered"]!);
        JsonNode pictures = await review.Ask("/api/pictures", new JsonObject { ["numbers"] = new JsonArray([.. alike.Select(n => (JsonNode)n)]) });
        Assert.All(pictures["pictures"]!.AsArray(), p => Assert.StartsWith("data:image/jpeg;base64,", (string)p!, StringComparison.Ordinal));
        JsonNode undone = await review.Ask("/api/undo", new JsonObject { ["page"] = "p", ["by"] = "ann" });
        Assert.Equal(0, (int)undone["progress"]!["answered"]!);
    }

    [Fact]
    public async Task It_ends_when_the_page_says_so()
    {
        await using OpenReview review = await OpenReview.Draw(1, 4);
        Assert.False(review.Server.Finished.IsCompleted);
        await review.Ask("/api/finish", []);
        await review.Server.Finished.WaitAsync(TimeSpan.FromSeconds(30));
        await review.Answer(0, 1);
        await review.Server.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => review.Answer(1, 1)); // nothing is stored that the reviews do not hold
        Assert.Equal(1, (await review.Server.WriteReviewsAsync())!.Images);
    }
}
