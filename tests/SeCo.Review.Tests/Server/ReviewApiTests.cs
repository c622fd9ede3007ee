using System.Net;
using System.Text.Json.Nodes;
using SeCo.Review.Server;
using SeCo.Review.Tests.Fixtures;
using Xunit;

namespace SeCo.Review.Tests.Server;

/// <summary><see cref="ReviewApi"/> as a page asks it.</summary>
public sealed class ReviewApiTests
{
    [Fact]
    public async Task The_image_is_the_file_and_what_is_asked_wrongly_is_refused_with_a_reason()
    {
        await using OpenReview review = await OpenReview.Draw(1, 4);
        byte[] image = await review.Client.GetByteArrayAsync("/api/image/0");
        Assert.Equal(File.ReadAllBytes(Path.Combine(review.Run, "..", "data", "day", "00000.png")), image);
        foreach ((string path, JsonObject message, string says) in new[]
        {
            ("/api/answer", new JsonObject { ["page"] = "p", ["by"] = "a", ["number"] = 99, ["label"] = 0, ["alike"] = new JsonArray() }, "no question 99"),
            ("/api/answer", new JsonObject { ["page"] = "p", ["by"] = "a", ["number"] = 0, ["label"] = 11, ["alike"] = new JsonArray() }, "no class"),
            ("/api/answer", new JsonObject
            {
                ["page"] = "p", ["by"] = "a", ["number"] = 0, ["label"] = 1, ["alike"] = new JsonArray(), ["edited"] = "00",
            }, "run lengths"),
            ("/api/question", new JsonObject { ["page"] = "p", ["by"] = "a\nb" }, "name"),
            ("/api/question", new JsonObject { ["page"] = "p" }, "by"),
        })
        {
            using HttpResponseMessage answer = await review.Send(path, message);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        JsonNode absent = await review.Ask("/api/question", new JsonObject { ["page"] = "p", ["by"] = "a", ["image"] = "../../etc/passwd", ["region"] = 0 });
        Assert.Null(absent["question"]);
    }

    [Fact]
    public async Task A_question_says_where_it_lies_what_is_known_of_it_and_who_is_like_it()
    {
        await using OpenReview review = await OpenReview.Draw();
        JsonNode asked = await review.Next();
        JsonNode question = asked["question"]!;
        int shown = (int)question["shown"]!;
        Assert.Equal("ann", (string)(await review.Ask("/api/run"))["person"]!);
        int[] box = [.. question["box"]!.AsArray().Select(side => (int)side!)];
        Assert.Equal((int)question["area"]!, (box[2] - box[0]) * (box[3] - box[1]));
        JsonNode[] guesses = [.. question["guesses"]!.AsArray().Select(g => g!)];
        Assert.Contains(shown, guesses.Select(g => (int)g["class"]!));
        Assert.Equal(guesses.Length, guesses.Select(g => (int)g["class"]!).Distinct().Count());
        Assert.All(guesses, g => Assert.InRange((double)g["confidence"]!, 0, 1));
        Assert.Equal(10, question["neighbours"]!.AsArray().Count);
        Assert.Equal(0, (int)asked["progress"]!["answered"]!);

        JsonNode same = await review.Ask(
            "/api/question",
            new JsonObject { ["page"] = "p", ["by"] = "a", ["image"] = (string)question["image"]!, ["region"] = (int)question["region"]! });
        Assert.Equal((int)question["number"]!, (int)same["question"]!["number"]!);
    }
}
