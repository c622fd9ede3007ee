using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using SeCo.Review.Desk;
using SeCo.Review.Questions;
using SeCo.Review.Server;

namespace SeCo.Review;

/// <summary>The page on which people answer questions about a run's regions, on this machine only.</summary>
public sealed class ReviewServer : IAsyncDisposable
{
    private const long LongestRequest = 8 << 20; // a mended border of the largest images
    private const string FolderName = "review", AnswersName = "answers", ReviewsName = "reviews";

    private readonly ReviewDesk _desk;
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly string _token;
    private readonly TaskCompletionSource _finished;

    private ReviewServer(ReviewDesk desk, WebApplication app, string folder, string token, TaskCompletionSource finished) =>
        (_desk, _app, _folder, _token, _finished) = (desk, app, folder, token, finished);

    /// <summary>The address of the page, with the token that it asks for.</summary>
    public string Address => $"http://127.0.0.1:{Port}/#token={_token}";

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>Questions in all.</summary>
    public int Questions => _desk.Questions.All.Count;

    /// <summary>Questions that have an answer.</summary>
    public int Answered => _desk.Progress().Answered;

    /// <summary>The file that this process adds answers to.</summary>
    public string AnswerFile => _desk.File;

    /// <summary>The folder of the reviews that <see cref="WriteReviewsAsync"/> makes, for <c>correction.review</c>.</summary>
    public string Reviews => Path.Combine(_folder, ReviewsName);

    /// <summary>Ends when somebody has said on the page that the review is finished.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Reads the questions and the answers that are there, and opens the page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">What is asked, and where.</param>
    /// <param name="clock">The time; null for the system's.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="IOException">There is nothing to ask, a file cannot be used, or the port is taken.</exception>
    public static async Task<ReviewServer> StartAsync(
        ExportSource run, ReviewOptions options, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        string folder = options.Folder ?? Path.Combine(run.Folder, FolderName);
        QuestionList questions = await Task.Run(() => QuestionList.Read(run, options.Questions, cancellationToken), cancellationToken);
        ReviewDesk desk = new(questions, Path.Combine(folder, AnswersName), options.Person, clock ?? TimeProvider.System);
        try
        {
            try
            {
                return await Open(desk, folder, options.Person, options.Port ?? ReviewOptions.UsualPort, cancellationToken);
            }
            catch (IOException) when (options.Port is null)
            {
                return await Open(desk, folder, options.Person, 0, cancellationToken); // taken, by another review perhaps
            }
        }
        catch
        {
            desk.Dispose();
            throw;
        }
    }

    /// <summary>Answers no more requests; those at work end first. Reviews that are made then hold all that a page was told is stored.</summary>
    /// <param name="cancellationToken">Waits for them no longer.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Makes reviews of all answers that are there, those of other people too, as <c>seco labels import</c> does.</summary>
    /// <returns>What they say; null where nobody has answered yet.</returns>
    /// <exception cref="IOException">The answers cannot be read, or the reviews cannot be written.</exception>
    public async Task<ReviewImportSummary?> WriteReviewsAsync(CancellationToken cancellationToken = default)
    {
        if (_desk.IsEmpty)
        {
            return null;
        }

        using IDisposable alone = OutputFolder.Take(Reviews);
        return await new ReviewImport(_desk.Questions.Classes).RunAsync(Path.Combine(_folder, AnswersName), Reviews, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _desk.Dispose();
    }

    private static async Task<ReviewServer> Open(ReviewDesk desk, string folder, string person, int port, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestRequest;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string token = Gate.NewToken();
        ReviewServer server = new(desk, app, folder, token, finished);
        Gate gate = new(token, () => server.Port);
        app.Use((context, next) => gate.Pass(context, _ => next(context)));
        PageFiles.Map(app);
        new ReviewApi(desk, person, () => finished.TrySetResult()).Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        IServerAddressesFeature addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Port = new Uri(addresses.Addresses.Single()).Port;
        return server;
    }
}
