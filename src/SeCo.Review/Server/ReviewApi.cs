using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SeCo.Review.Desk;
using SeCo.Review.Questions;

namespace SeCo.Review.Server;

/// <summary>What the page can ask. Questions have numbers: nothing that a request says becomes part of a path.</summary>
internal sealed class ReviewApi(ReviewDesk desk, string person, Action finish)
{
    private const int Neighbours = 10, MostAlike = 24;
    private readonly Pictures _pictures = new(desk.Questions);

    private QuestionList Questions => desk.Questions;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/run", context => Send(context, Run(), MessageJson.Default.RunMessage));
        routes.MapPost("/api/question", Call(MessageJson.Default.AskMessage, Ask, MessageJson.Default.QuestionMessage));
        routes.MapPost("/api/answer", Call(MessageJson.Default.AnswerMessage, Answer, MessageJson.Default.ReviewProgress));
        routes.MapPost("/api/undo", Call(MessageJson.Default.UndoMessage, Undo, MessageJson.Default.UndoneMessage));
        routes.MapPost("/api/pictures", Call(MessageJson.Default.PicturesAsk, Small, MessageJson.Default.PicturesMessage));
        routes.MapPost("/api/finish", context =>
        {
            context.Response.OnCompleted(() =>
            {
                finish();
                return Task.CompletedTask;
            });
            return Send(context, desk.Progress(), MessageJson.Default.ReviewProgress);
        });
        routes.MapGet("/api/image/{number:int}", Image);
    }

    private RunMessage Run() => new(
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Questions.Run.Folder))), person,
        [.. Questions.Classes.Classes.Select(c => new ClassMessage(c.Name, $"#{c.Color.R:x2}{c.Color.G:x2}{c.Color.B:x2}"))]);

    private QuestionMessage Ask(AskMessage ask)
    {
        (string page, string by) = (Known(ask.Page), Known(ask.By));
        int number = ask.Number is int asked ? Existing(asked)
            : ask.Image is string image ? Questions.Find(image, ask.Region ?? -1)
            : desk.Next(page, by, Math.Clamp(ask.After ?? -1, -1, Questions.All.Count - 1));
        return new QuestionMessage(number < 0 ? null : Body(number, ask.Ahead ? null : desk.Look(number, page, by)), desk.Progress());
    }

    private QuestionBody Body(int number, string? lookedAtBy)
    {
        Question question = Questions.All[number];
        ExchangeImage image = Questions.ImageOf(number);
        ConnectedRegion region = Questions.RegionOf(number);
        NeighbourMessage[] neighbours =
        [
            .. Questions.Nearest(number, Neighbours).Select(near => desk.Answer(near.Number) is { } answer
                ? new NeighbourMessage(answer.Label, true) : new NeighbourMessage(Questions.All[near.Number].Shown, false)),
        ];
        int[] votes = [.. neighbours.Where(near => near.Label != LabelMap.Ignore).Select(near => near.Label)];
        int[] alike = [.. Questions.AlikeTo(number).Where(other => desk.Answer(other) is null)];
        Box box = region.Bounds;
        return new QuestionBody(
            number, image.Name, question.Region, image.Width, image.Height, region.Mask.ToCompressedString(), [box.X0, box.Y0, box.X1, box.Y1],
            question.Shown, Word.Of(question.Outcome.Verdict), question.Area, question.Outcome.Loss, question.Outcome.NoiseProbability,
            Guess.Of(question, votes), neighbours, alike[..Math.Min(alike.Length, MostAlike)], alike.Length,
            [.. desk.Voices(number).Select(voice => new VoiceMessage(voice.By, voice.Label, voice.At))], lookedAtBy);
    }

    private ReviewProgress Answer(AnswerMessage answer)
    {
        ExchangeImage image = Questions.ImageOf(Existing(answer.Number));
        RunLengthMask? edited = answer.Edited is { } text ? RunLengthMask.Parse(image.Width, image.Height, text) : null;
        desk.Store(
            [answer.Number, .. answer.Alike.Select(Existing).Distinct().Where(other => other != answer.Number)], Known(answer.Page), Known(answer.By),
            answer.Label, edited);
        return desk.Progress();
    }

    private UndoneMessage Undo(UndoMessage undo)
    {
        _ = Known(undo.Page);
        return new UndoneMessage(desk.Undo(Known(undo.By)), desk.Progress());
    }

    private PicturesMessage Small(PicturesAsk asked)
    {
        int[] numbers = [.. asked.Numbers.Take(MostAlike).Select(Existing)];
        return new PicturesMessage([.. numbers.Zip(Questions.RegionsOf(numbers), _pictures.Small)]);
    }

    private async Task Image(HttpContext context)
    {
        try
        {
            (Stream content, string type) = _pictures.Whole(Existing(int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture)));
            await using (content)
            {
                (context.Response.ContentType, context.Response.ContentLength) = (type, content.Length);
                await content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (Exception fault) when (IsExpected(fault))
        {
            await Refuse(context, fault);
        }
    }

    private int Existing(int number) => number >= 0 && number < Questions.All.Count
        ? number : throw new ArgumentException($"There is no question {number}; they have the numbers 0 to {Questions.All.Count - 1}.");

    // Names go into files that other people's pages show.
    private static string Known(string name) => name.Length is > 0 and <= 40 && !name.Any(char.IsControl)
        ? name : throw new ArgumentException("A name must have 1 to 40 characters.");

    private static RequestDelegate Call<TIn, TOut>(JsonTypeInfo<TIn> input, Func<TIn, TOut> work, JsonTypeInfo<TOut> output) => async context =>
    {
        try
        {
            TIn message = await JsonSerializer.DeserializeAsync(context.Request.Body, input, context.RequestAborted)
                ?? throw new ArgumentException("The message is null.");
            await Send(context, work(message), output);
        }
        catch (Exception fault) when (IsExpected(fault))
        {
            await Refuse(context, fault);
        }
    };

    private static bool IsExpected(Exception fault) =>
        fault is ArgumentException or JsonException or ImageFormatException or FormatException || (fault is IOException and not BadHttpRequestException);

    private static Task Refuse(HttpContext context, Exception fault)
    {
        context.Response.StatusCode = fault is IOException and not ImageFormatException
            ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest;
        return Send(context, new FaultMessage(fault.Message), MessageJson.Default.FaultMessage);
    }

    private static Task Send<T>(HttpContext context, T message, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, message, type, context.RequestAborted);
    }
}
